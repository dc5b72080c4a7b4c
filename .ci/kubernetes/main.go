// Command kubernetes reads a manifest from standard input into the published types of a batch/v1 Job. Fields that there are
// not, and values of another kind, are errors.
package main

import (
	"fmt"
	"io"
	"os"

	batchv1 "k8s.io/api/batch/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	data, err := io.ReadAll(os.Stdin)
	job := batchv1.Job{}
	if err == nil {
		err = yaml.UnmarshalStrict(data, &job)
	}
	if err == nil && (job.APIVersion != "batch/v1" || job.Kind != "Job") {
		err = fmt.Errorf("it is a %s of %s", job.Kind, job.APIVersion)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kubernetes: no batch/v1 Job:", err)
		os.Exit(1)
	}
}
