#!/usr/bin/env bash
# submit/natives.sh [PYTHON | LIBTORCH] [--out DIR]: makes FaceSweep run on the PyTorch that is on this machine.
#
#   eval "$(submit/natives.sh python3)"             the PyTorch of a Python (a virtual environment's, conda's, a module's)
#   eval "$(submit/natives.sh /opt/libtorch)"       an unpacked libtorch, the folder with include/ and lib/
#
# Compiles src/main/native against it (about half a minute, once for each PyTorch) and prints the variables that make FaceSweep
# use it; everything else goes to the standard error. PYTHON is python3 if it is not given. What is up to date stays.
# Needs g++ and a JDK; no CUDA toolkit, and no GPU.
#
# --out DIR   where to put it: $XDG_CACHE_HOME/facesweep/natives, or ~/.cache/facesweep/natives, if it is not given. On a
#             cluster take a folder that all machines see: the variables name it. See docs/pytorch.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source=$root/src/main/native/facesweep_torch.cc

usage() {
  sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
}

fail() {
  echo "Error: $*" >&2
  exit 2
}

# What a command line gives.
from=
out=
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage && exit ;;
    --out)
      [ $# -gt 1 ] || fail "Missing value of --out"
      out=$2 && shift 2 ;;
    --out=*) out=${1#*=} && shift ;;
    -*) fail "Unknown option $1 (see --help)" ;;
    *)
      [ -z "$from" ] || fail "Cannot use both $from and $1: give one Python or libtorch folder"
      from=$1 && shift ;;
  esac
done
from=${from:-python3}
if [ -z "$out" ]; then
  [ -n "${XDG_CACHE_HOME:-}${HOME:-}" ] || fail "Cannot choose a folder: neither XDG_CACHE_HOME nor HOME is set. Give --out DIR."
  out=${XDG_CACHE_HOME:-$HOME/.cache}/facesweep/natives
fi

# The folder of torch, with include/ and lib/. A Python is asked without importing torch, which takes seconds.
torch_folder() {
  if [ -d "$from" ]; then
    (cd "$from" && pwd -P)
    return
  fi
  command -v "$from" >/dev/null || fail "Cannot find $from: it is neither a folder nor a program"
  "$from" - <<'PYTHON' || fail "Cannot find PyTorch: \"$from\" has no module torch. Give the Python that imports it, or the folder of a libtorch."
import importlib.util, os, sys
spec = importlib.util.find_spec("torch")
if spec is None or spec.origin is None:
    sys.exit(1)
print(os.path.realpath(os.path.dirname(spec.origin)))
PYTHON
}

# The first of several folders in which a file is, or nothing.
folder_with() {
  local file=$1 folder
  shift
  for folder in "$@"; do
    if [ -n "$folder" ] && [ -e "$folder/$file" ]; then
      echo "$folder"
      return
    fi
  done
}

# A text in the file of Python that says what a PyTorch is, e.g. 12.8 for cuda; nothing for None.
stated() {
  sed -nE "s/^$1(: [^=]*)? = '([^']*)'.*/\2/p" "$torch/version.py" 2>/dev/null | head -n 1
}

# One of the three numbers of the version.
version_part() {
  sed -nE "s/^#define TORCH_VERSION_$1 ([0-9]+).*/\1/p" "$2"
}

# How DJL calls this kind of PyTorch: with a name that has "cu" in it, it loads CUDA's libraries.
flavor() {
  local cuda
  if [ -e "$lib/libtorch_cuda.so" ]; then
    cuda=$(stated cuda)
    [ -n "$cuda" ] || cuda=$(sed -nE 's/.*\+cu([0-9]+).*/\1/p' "$torch/build-version" 2>/dev/null)
    echo "cu${cuda//./}"
  elif [ -e "$lib/libtorch_hip.so" ]; then
    echo rocm
  else
    echo cpu
  fi
}

[ "$(uname -s)" = Linux ] || fail "Cannot compile for $(uname -s): only Linux is supported"
compiler=${CXX:-g++}
command -v "$compiler" >/dev/null ||
  fail "Cannot find the C++ compiler $compiler: install one (Debian, Ubuntu: g++; Red Hat: gcc-c++; conda: gxx), or name one in CXX"

torch=$(torch_folder)
include=$(folder_with ATen/ATen.h "$torch/include")
[ -n "$include" ] || fail "Cannot find PyTorch's headers: there is no $torch/include/ATen/ATen.h. Use a libtorch with headers, or PyTorch from a wheel or conda, which have them."
# where conda and distributions share them, they are beside other libraries
lib=$(folder_with libtorch_cpu.so "$torch/lib" "$torch/../../..")
[ -n "$lib" ] || fail "Cannot find libtorch_cpu.so in $torch/lib: is this a whole PyTorch?"
lib=$(cd "$lib" && pwd -P)

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME
else
  command -v javac >/dev/null || fail "Cannot find a JDK: there is no javac on the PATH, and JAVA_HOME is not set"
  java=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
fi
[ -e "$java/include/jni.h" ] || fail "Cannot find jni.h in $java/include: set JAVA_HOME to a JDK (not a JRE)"

header=$(folder_with version.h "$include/torch/headeronly" "$include/torch/csrc/api/include/torch")
[ -n "$header" ] || fail "Cannot tell PyTorch's version: there is no torch/version.h in $include"
header=$header/version.h
version="$(version_part MAJOR "$header").$(version_part MINOR "$header").$(version_part PATCH "$header")"
case "$version" in
  2.*.*) [ "$(version_part MINOR "$header")" -ge 7 ] || fail "Cannot use PyTorch $version: FaceSweep needs 2.7 or newer" ;;
  *) fail "Cannot use PyTorch $version: FaceSweep needs 2.7 or newer" ;;
esac
flavor=$(flavor)
djl=$(sed -nE 's|.*<djl.version>(.*)</djl.version>.*|\1|p' "$root/pom.xml")

# The C++ that this PyTorch is built with: classes in its headers may differ between them.
standard=17
configuration=$(folder_with TorchConfig.cmake "$torch/share/cmake/Torch" "$torch/../../../../share/cmake/Torch")
if [ -n "$configuration" ]; then
  written=$(sed -nE 's/.*CXX_STANDARD ([0-9]+).*/\1/p' "$configuration/TorchConfig.cmake" | head -n 1)
  standard=${written:-17}
fi
echo 'int main() {}' | "$compiler" -std="c++$standard" -fsyntax-only -x c++ - 2>/dev/null ||
  fail "Cannot compile for PyTorch $version: $compiler does not know C++$standard. Use a newer one (g++ 11 or later), named in CXX."
# and the form of std::string that its libraries have
strings=0
if [ "$(nm -DC "$lib/libc10.so" | grep -c __cxx11)" -gt 0 ]; then strings=1; fi

flags=(-std="c++$standard" -D_GLIBCXX_USE_CXX11_ABI="$strings")
libraries=(-ltorch -ltorch_cpu -lc10)
if ! grep -q 'struct C10_API DeviceAllocator' "$include/c10/core/CachingDeviceAllocator.h" && [[ $flavor == cu* ]]; then
  # before 2.9 only CUDA's own allocator tells about memory, and its header includes CUDA's
  cuda=$(folder_with cuda_runtime_api.h "$torch/../nvidia/cuda_runtime/include" "${CUDA_HOME:-}/include" \
    "${CONDA_PREFIX:-}/targets/x86_64-linux/include" /usr/local/cuda/include)
  if [ -n "$cuda" ]; then
    flags+=(-DFACESWEEP_CUDA_HEADERS -isystem "$cuda")
    libraries+=(-lc10_cuda)
  else
    echo "Without CUDA's headers (CUDA_HOME) and before PyTorch 2.9 FaceSweep cannot see a device's memory." >&2
  fi
fi

folder=$out/pytorch/$version-$flavor-linux-$(uname -m)
library=$folder/$djl-libdjl_torch.so
# What the library was made of. It is not remade while that is the same.
made_of() {
  printf '%s\n' "source $(cksum < "$source")" "torch $torch" "lib $lib" "version $version $(cksum < "$lib/libc10.so")" "java $java" \
    "compiler $("$compiler" --version | head -n 1)" "flags ${flags[*]}"
}

if [ ! -f "$library" ] || [ "$(cat "$folder/made-of.txt" 2>/dev/null)" != "$(made_of)" ]; then
  echo "Compiling FaceSweep's natives for PyTorch $version ($flavor) in $torch ..." >&2
  mkdir -p "$folder" || fail "Cannot write to $out: give another folder with --out"
  work=$(mktemp -d "$folder/making.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  # lazy: in another PyTorch than this the library must load far enough to say so
  "$compiler" "${flags[@]}" -O2 -fPIC -shared -Wall -Wextra -isystem "$include" -isystem "$include/torch/csrc/api/include" \
    -isystem "$java/include" -isystem "$java/include/linux" "$source" -o "$work/library" \
    -Wl,-z,lazy -L"$lib" -Wl,-rpath-link,"$lib" "${libraries[@]}" -ldl >&2 ||
    fail "Cannot compile $source against PyTorch $version in $torch: see above"
  missing=$(LD_LIBRARY_PATH="$lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" ldd -r "$work/library" 2>&1 |
    sed -nE -e 's/^\s*(\S+) => not found.*/\1/p' -e 's/^(undefined symbol: \S+).*/\1/p')
  [ -z "$missing" ] || fail "Cannot load what was compiled, for want of: $(paste -sd' ' <<< "$missing")"
  # Only torch's own libraries: DJL loads every library of the folder that it is given, and others lie beside them.
  find "$folder" -maxdepth 1 -type l -delete
  for file in libtorch libtorch_cpu libtorch_cuda libtorch_hip libc10 libc10_cuda libc10_hip; do
    if [ -e "$lib/$file.so" ]; then ln -s "$lib/$file.so" "$folder/"; fi
  done
  mv "$work/library" "$library"
  made_of > "$folder/made-of.txt"
  echo "Put into $folder" >&2
fi

printf 'export %s=%q\n' PYTORCH_LIBRARY_PATH "$(cd "$folder" && pwd)" PYTORCH_VERSION "$version" PYTORCH_FLAVOR "$flavor" \
  DJL_CACHE_DIR "$(cd "$out" && pwd)"
