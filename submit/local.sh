#!/usr/bin/env bash
# submit/local.sh CONF [-o key=value ...]: runs a sweep on this machine, building FaceSweep first if need be, and prints
# where its tables and files are. Run it again to go on after an interruption.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/facesweep" run "$@"
