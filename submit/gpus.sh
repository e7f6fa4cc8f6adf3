#!/usr/bin/env bash
# GPU discovery for Spark (spark.worker.resource.gpu.discoveryScript, spark.executor.resource.gpu.discoveryScript): the
# indices of this machine's GPUs, those of CUDA_VISIBLE_DEVICES where that is set. Set CUDA_DEVICE_ORDER=PCI_BUS_ID for
# the executors, so that CUDA counts as nvidia-smi does.
set -euo pipefail
if [ -n "${CUDA_VISIBLE_DEVICES:-}" ]; then
  gpus=$(tr ',' '\n' <<< "$CUDA_VISIBLE_DEVICES" | tr -d ' ')
else
  gpus=$(nvidia-smi --query-gpu=index --format=csv,noheader | tr -d ' ')
fi
echo "{\"name\": \"gpu\", \"addresses\": [\"${gpus//$'\n'/\",\"}\"]}"
