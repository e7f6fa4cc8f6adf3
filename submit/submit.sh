#!/usr/bin/env bash
# submit/submit.sh --master URL [OPTIONS OF SPARK-SUBMIT] CONF [-o key=value ...]: runs a sweep on a cluster.
#
#   submit/submit.sh --master spark://host:7077 --properties-file submit/spark-gpu.conf conf/ablation.conf
#   submit/submit.sh --master yarn --deploy-mode cluster conf/ablation.conf -o output.uri=s3a://bucket/ablation
#   submit/submit.sh --master k8s://https://host:6443 --deploy-mode cluster \
#     --conf spark.kubernetes.container.image=facesweep:latest s3a://bucket/ablation.conf
#
# Whatever stands before CONF goes to spark-submit as it is. In cluster mode a local CONF is shipped with --files.
# Run it again to go on after an interruption: what is finished is kept.
#
# In client mode the console shows the sweep's progress and warnings; what Spark says besides goes to a file, which is
# named first. --verbose, or a log4j2 configuration of yours, shows it on the console.
#
# SPARK_HOME        a Spark 4.2 for Scala 2.13. Without it Maven's jars serve.
# HADOOP_CONF_DIR   the folder of YARN's configuration, for --master yarn.
# FACESWEEP_JARS    where the image of the executors has the jars, e.g. local:///opt/facesweep/jars; without it the jars
#                   of this machine are shipped.
# FACESWEEP_NATIVES none leaves libtorch for CPUs out of what is shipped, for clusters with a libtorch of their own.
# FACESWEEP_LOG     the file for what Spark says in client mode; default target/logs/submit-<time>-<process>.log.
# FACESWEEP_JAVA_OPTS options of the driver's JVM, e.g. "-Xmx8g", in client mode.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
}

options=()
verbose=
master=
mode=client
files=
jars=
conf=
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage && exit ;;
    --verbose | -v) verbose=1 && options+=(--verbose) && shift ;;
    --supervise | --load-spark-defaults) options+=("$1") && shift ;;
    --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    --*)
      [ $# -gt 1 ] || { echo "Error: Missing value of $1" >&2 && exit 2; }
      case "$1" in
        --master) master=$2 ;;
        --deploy-mode) mode=$2 ;;
        --files) files=$2 ;;
        --jars) jars=$2 ;;
        *) options+=("$1" "$2") ;;
      esac
      shift 2 ;;
    *) conf=$1 && shift && break ;;
  esac
done
[ -n "$master" ] || { echo "Error: Missing --master (see --help)" >&2 && exit 2; }
[ -n "$conf" ] || { echo "Error: Missing CONF (see --help)" >&2 && exit 2; }
if [[ "$master" == yarn* && ! -d "${HADOOP_CONF_DIR:-${YARN_CONF_DIR:-}}" ]]; then
  echo "Error: Cannot submit to yarn: HADOOP_CONF_DIR names no folder (expected the one of YARN's configuration)" >&2
  exit 2
fi

build
if [ "$mode" = cluster ]; then
  case "$conf" in
    *:/*) ;;
    *)
      [ -f "$conf" ] || { echo "Error: Cannot read configuration $conf: there is no such file" >&2 && exit 2; }
      files="${files:+$files,}$(cd "$(dirname "$conf")" && pwd)/$(basename "$conf")"
      conf=$(basename "$conf") ;;
  esac
fi
if [ -n "${FACESWEEP_JARS:-}" ]; then
  application="$FACESWEEP_JARS/facesweep.jar"
  libraries=$(libraries | tr ',' '\n' | while read -r jar; do echo "$FACESWEEP_JARS/${jar##*/}"; done | paste -sd, -)
else
  application=$(application_jar)
  libraries=$(libraries)
fi
[ -z "$files" ] || options+=(--files "$files")
arguments=(--master "$master" --deploy-mode "$mode" --class io.facesweep.cli.FaceSweep
  --jars "$libraries${jars:+,$jars}" "${options[@]}" "$application" run "$conf" "$@")

home=$(spark_home "$master")
logging=()
if [ "$mode" = client ] && [ -z "$verbose" ] && [ ! -f "${SPARK_CONF_DIR:-$home/conf}/log4j2.properties" ] &&
  [[ "${SPARK_SUBMIT_OPTS:-} ${FACESWEEP_JAVA_OPTS:-}" != *log4j*configurationFile* ]]; then
  log="${FACESWEEP_LOG:-$root/target/logs/submit-$(date +%Y%m%d-%H%M%S)-$$.log}"
  logging=("-Dlog4j2.configurationFile=file://$root/submit/log4j2-client.properties" "-Dfacesweep.log=$log")
  echo "Spark's log: $log" >&2
fi
if [ -x "$home/bin/spark-submit" ]; then
  export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} ${jvm_options[*]} ${logging[*]} ${FACESWEEP_JAVA_OPTS:-}"
  exec "$home/bin/spark-submit" "${arguments[@]}"
fi
export SPARK_HOME="$home" SPARK_SCALA_VERSION=2.13
# shellcheck disable=SC2086 # options are words
exec "$java" "${jvm_options[@]}" "${logging[@]}" ${FACESWEEP_JAVA_OPTS:-} \
  -cp "${SPARK_CONF_DIR:+$SPARK_CONF_DIR:}$home/jars/*${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}${YARN_CONF_DIR:+:$YARN_CONF_DIR}" \
  org.apache.spark.deploy.SparkSubmit "${arguments[@]}"
