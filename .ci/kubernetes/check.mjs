// Validates a manifest on standard input against the schema of a batch/v1 Job in the OpenAPI document that Kubernetes publishes.
import fs from "node:fs"
import { Job } from "kubernetes-models/batch/v1"
import { parse } from "yaml"

new Job(parse(fs.readFileSync(0, "utf8"))).validate()
