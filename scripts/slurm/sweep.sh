#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
#
# A sweep as a Slurm array, a shard a task:
#
#   sbatch --array=1-6 scripts/slurm/sweep.sh OUT CONFIG --over annealing.rate=0.01:1:40:log ...
#
# OUT is a folder that all nodes see; it gets a store a shard. A task that is requeued, or submitted
# again, goes on where it was. When all have ended, on any machine:
#
#   annealvi merge OUT OUT/sweep-shard-*.sqlite
#
# More on this: docs/cluster.md.
#SBATCH --job-name=annealvi
#SBATCH --cpus-per-task=4
#SBATCH --time=12:00:00
#SBATCH --requeue
# Slurm sends TERM this many seconds before the end: runs that are finished are kept then.
#SBATCH --signal=TERM@60
#SBATCH --output=annealvi-%A-%a.log
#SBATCH --open-mode=append
set -euo pipefail

if [[ $# -lt 2 || -z ${SLURM_ARRAY_TASK_ID:-} ]]; then
  echo "usage: sbatch --array=1-N scripts/slurm/sweep.sh OUT CONFIG [options of annealvi sweep]" >&2
  exit 2
fi
out=$1
shift
# The number of shards is that of the first submission: give it when tasks are submitted again alone.
shards=${ANNEALVI_SHARDS:-$SLURM_ARRAY_TASK_COUNT}

# exec: the signals of Slurm reach the program itself.
exec "${ANNEALVI:-annealvi}" sweep "$@" --out "$out" \
  --shard "$SLURM_ARRAY_TASK_ID/$shards" \
  --set "simulation.threads=${SLURM_CPUS_PER_TASK:-1}"
