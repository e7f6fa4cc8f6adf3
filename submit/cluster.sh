#!/usr/bin/env bash
# A real Spark cluster on this machine, from Maven's jars: a master and two workers on the loopback interface, each worker
# with one core and one GPU that is not there. To try how sweeps run on a cluster, and what becomes of them when parts of
# it die. Its processes know each other by a secret, which is made at each start and lies in a file that is yours alone:
# other users of this machine can look at the pages, but not submit.
#
#   submit/cluster.sh start                       prints the master's address, its page and where the logs are
#   submit/cluster.sh run CONF [-o key=value ...] submit.sh, a GPU for each task asked for, computed on the CPU
#   submit/cluster.sh status                      the master's view, as JSON
#   submit/cluster.sh executors                   process ids of the executors, one a line
#   submit/cluster.sh stop
#
# CLUSTER_DIR   logs and work of the processes; default target/cluster
# CLUSTER_PORT  of the master, its page is at the next one; default 7077
# SPARK_DAEMON_JAVA_OPTS  more options of the master's and the workers' JVMs
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
dir="${CLUSTER_DIR:-$root/target/cluster}"
port="${CLUSTER_PORT:-7077}"
master="spark://127.0.0.1:$port"
workers=2
secret="$dir/secret.conf"

usage() {
  sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
}

# launch NAME CLASS ARGUMENTS: starts a daemon and keeps its process id.
launch() {
  local name=$1
  shift
  # shellcheck disable=SC2086 # options are words
  nohup "$java" "${jvm_options[@]}" -Xmx512m ${SPARK_DAEMON_JAVA_OPTS:-} -cp "$SPARK_HOME/jars/*" "$@" > "$dir/$name.log" 2>&1 &
  echo $! > "$dir/$name.pid"
}

# private FILE: keeps what comes in, for this user alone; not through a link that lies there.
private() {
  rm -f "$1"
  (umask 077 && set -C && cat > "$1")
}

# daemon FILE: whether the process whose id FILE has is one of the cluster's.
daemon() {
  [ -f "$1" ] && grep -qs org.apache.spark.deploy "/proc/$(cat "$1")/cmdline"
}

start() {
  if daemon "$dir/master.pid"; then
    echo "Error: Cannot start the cluster: it is there already, at $master (to end it: submit/cluster.sh stop)" >&2
    exit 2
  fi
  build
  SPARK_HOME=$(spark_home "$master")
  export SPARK_HOME SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 SPARK_NO_DAEMONIZE=1
  mkdir -p "$dir"
  # in files and not in arguments, which every user sees
  printf 'spark.authenticate true\nspark.authenticate.secret %s\n' "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" |
    private "$secret"
  printf 'spark.master.rest.enabled false\nspark.ui.killEnabled false\n' | cat "$secret" - | private "$dir/master.conf"
  launch master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port $((port + 1)) \
    --properties-file "$dir/master.conf"
  for i in $(seq 1 $workers); do
    printf '#!/bin/sh\necho %s{"name": "gpu", "addresses": ["%d"]}%s\n' "'" $((i - 1)) "'" > "$dir/gpu-$i.sh"
    chmod +x "$dir/gpu-$i.sh"
    printf 'spark.worker.resource.gpu.amount 1\nspark.worker.resource.gpu.discoveryScript %s\n' "$dir/gpu-$i.sh" |
      cat "$secret" - | private "$dir/worker-$i.conf"
    launch "worker-$i" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g \
      --work-dir "$dir/work-$i" --webui-port 0 --properties-file "$dir/worker-$i.conf" "$master"
  done
  for _ in $(seq 1 1200); do
    # on a busy machine a worker may ask twice
    if [ "$(grep -o 'Registering worker [^ ]*' "$dir/master.log" | sort -u | wc -l)" -eq $workers ]; then
      echo "$master"
      echo "The master's page: http://127.0.0.1:$((port + 1))" >&2
      echo "Logs: $dir/*.log; of executors: $dir/work-*/*/*/std{out,err}" >&2
      return
    fi
    sleep 0.5
  done
  echo "Error: Cannot start the cluster: see the logs in $dir" >&2
  stop
  exit 2
}

stop() {
  for file in "$dir"/worker-*.pid "$dir/master.pid"; do
    [ -f "$file" ] || continue
    local pid
    pid=$(cat "$file")
    if daemon "$file"; then
      kill "$pid"
      for _ in $(seq 1 40); do kill -0 "$pid" 2> /dev/null || break && sleep 0.25; done
      kill -9 "$pid" 2> /dev/null || true
    fi
    rm "$file"
  done
  rm -f "$secret" "$dir/master.conf" "$dir"/worker-*.conf
}

# Executors are children of the workers; in cluster mode so are drivers.
executors() {
  local file child
  for file in "$dir"/worker-*.pid; do
    [ -f "$file" ] || continue
    cat "/proc/$(cat "$file")"/task/*/children 2> /dev/null || true
  done | tr ' ' '\n' | while read -r child; do
    if [ -n "$child" ] && grep -qs CoarseGrainedExecutorBackend "/proc/$child/cmdline"; then echo "$child"; fi
  done
}

case "${1:-}" in
  start) start ;;
  executors) executors ;;
  stop) stop ;;
  status) curl -sf --max-time 10 "http://127.0.0.1:$((port + 1))/json/" ;;
  run)
    shift
    if [ ! -f "$secret" ]; then
      echo "Error: Cannot submit to $master: no cluster was started in $dir (submit/cluster.sh start)" >&2
      exit 2
    fi
    for argument in "$@"; do
      if [[ "$argument" == --properties-file* ]]; then
        echo "Error: Cannot submit with $argument: Spark takes one such file, which is that of the cluster's secret" \
          "(use --conf key=value, or spark.conf in CONF)" >&2
        exit 2
      fi
    done
    export SPARK_LOCAL_IP=127.0.0.1 FACESWEEP_LOG="${FACESWEEP_LOG:-$dir/driver.log}"
    exec "$root/submit/submit.sh" --master "$master" --executor-memory 900m \
      --properties-file "$secret" --load-spark-defaults \
      --conf spark.driver.host=127.0.0.1 \
      --conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=1 \
      --conf spark.facesweep.device=cpu "$@" ;;
  -h | --help) usage ;;
  *) usage >&2 && exit 2 ;;
esac
