# Sourced by the scripts beside it: builds FaceSweep if need be and says where things are.
# shellcheck shell=bash disable=SC2034
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
launch="$root/target/launch"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

stale() {
  [ ! -f "$launch/built" ] ||
    [ -n "$(find "$root/pom.xml" "$root/src/main" "$root/models/facenets" -newer "$launch/built" -print -quit)" ]
}

build() {
  if stale; then
    echo "Building FaceSweep (a first build downloads about 500 MB of libraries)..." >&2
    mvn -q -B -ntp -f "$root/pom.xml" -Pquick process-classes >&2
    touch "$launch/built"
  fi
  read -r -a jvm_options < "$launch/jvm.options"
}

# The program itself as one jar.
application_jar() {
  local jar="$launch/facesweep.jar"
  if [ ! -f "$jar" ] || [ "$launch/built" -nt "$jar" ]; then
    "${JAVA_HOME:+$JAVA_HOME/bin/}jar" --create --file "$jar.new" -C "$root/target/classes" .
    mv "$jar.new" "$jar"
  fi
  echo "$jar"
}

# Libraries that a cluster does not have, separated by commas. FACESWEEP_NATIVES=none leaves out libtorch for CPUs
# (112 MB), for clusters that have a libtorch of their own (PYTORCH_LIBRARY_PATH).
libraries() {
  tr ':' '\n' < "$launch/runtime.classpath" |
    if [ "${FACESWEEP_NATIVES:-cpu}" = none ]; then grep -v pytorch-native; else cat; fi | paste -sd, -
}

# spark_home MASTER: SPARK_HOME if it is set; else one of the jars that Maven has. Clients of YARN and Kubernetes are in it
# only for a MASTER that needs them: Maven fetches them then (18 MB).
spark_home() {
  if [ -n "${SPARK_HOME:-}" ]; then
    echo "$SPARK_HOME"
    return
  fi
  local home="$root/target/spark" classpath="$launch/provided.classpath"
  case "${1:-}" in
    yarn* | k8s*)
      home="$root/target/spark-clusters"
      classpath="$launch/clusters.classpath"
      if [ ! -f "$classpath" ] || [ "$root/pom.xml" -nt "$classpath" ]; then
        mvn -q -B -ntp -f "$root/pom.xml" -Pquick,clusters dependency:build-classpath@clusters-classpath >&2
        touch "$classpath"
      fi ;;
  esac
  if [ ! -d "$home/jars" ] || [ "$launch/built" -nt "$home/jars" ] || [ "$classpath" -nt "$home/jars" ]; then
    rm -rf "$home/jars.new" "$home/jars"
    mkdir -p "$home/jars.new"
    # all but DJL: a library that Spark and FaceSweep both need may stand in either list
    tr ':' '\n' < <(cat "$classpath"; echo; cat "$launch/runtime.classpath") | sort -u |
      grep '\.jar$' | grep -v '/ai/djl/' |
      while read -r jar; do ln -s "$jar" "$home/jars.new/"; done
    mv "$home/jars.new" "$home/jars"
  fi
  echo "$home"
}
