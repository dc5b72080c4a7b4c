package cluster

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Kubernetes is what the manifest of a sweep needs besides the job.
type Kubernetes struct {
	Image       string // with tenfold as Job.Program
	Claim       string // persistent volume claim that holds Job.Dir, to be mounted by all tasks
	Mount       string // where it is mounted
	Parallelism int
}

// longestName leaves room for what Kubernetes appends to a job's name in those of its pods, which have 63 letters.
const longestName = 50

// objectName is a name as Kubernetes allows it: small letters, digits and hyphens. The end of a long name, which tells sweeps
// apart, is kept.
func objectName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, name)
	return strings.Trim(name[max(len(name)-longestName, 0):], "-")
}

// Manifest is the batch/v1 Job, as YAML, whose task i is chunk i: Indexed, so that every task finds its number in
// JOB_COMPLETION_INDEX, each tried anew a few times for itself.
func (k Kubernetes) Manifest(job Job, chunks int) ([]byte, error) {
	type m = map[string]any
	args := []string{"sweep", "exec", job.Dir}
	if job.Keep {
		args = append(args, "--keep-going")
	}
	memory := fmt.Sprintf("%dMi", max(job.MB, 1))
	container := m{
		"name": "tenfold", "image": k.Image, "command": append([]string{job.Program}, args...),
		"resources":    m{"requests": m{"cpu": "1", "memory": memory}, "limits": m{"memory": memory}},
		"volumeMounts": []m{{"name": "sweep", "mountPath": k.Mount}},
	}
	object := m{
		"apiVersion": "batch/v1", "kind": "Job", "metadata": m{"name": objectName(job.Name), "labels": m{"app.kubernetes.io/name": "tenfold"}},
		"spec": m{
			"completionMode": "Indexed", "completions": chunks, "parallelism": min(max(k.Parallelism, 1), chunks), "backoffLimitPerIndex": 3,
			"template": m{"spec": m{
				"restartPolicy": "Never", "terminationGracePeriodSeconds": 60, "containers": []m{container},
				"volumes": []m{{"name": "sweep", "persistentVolumeClaim": m{"claimName": k.Claim}}},
			}},
		},
	}
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(object); err != nil {
		return nil, err
	}
	return out.Bytes(), e.Close()
}
