# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""slurm_test.py PROGRAM: an array of six shards under a Slurm of our own, one of them requeued.

Starts munged, slurmctld and slurmd on the loopback, all files in a temporary folder, submits
scripts/slurm/sweep.sh, requeues a task in the middle of its work, merges, and compares with the
same sweep done at once. Needs root: so does slurmd. Skipped (exit code 77) elsewhere."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SKIPPED = 77
SWEEP = ["--over", "annealing.initial_temperature=1,2,3", "--over", "annealing.rate=0.4,0.6",
         "--over", "simulation.seed=1,2", "--methods", "sharp,flow", "--runs", "6000"]
JOB = """[target]
dimension = 40
[simulation]
until = 40
[numerics]
probability_error = 1e-4
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def slurm_configuration(folder):
    host = socket.gethostname()
    return f"""ClusterName=loopback
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
MpiDefault=none
ReturnToService=2
KillWait=10
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
"""


class Cluster:
    """Daemons in the foreground, so that they are our children and end with us."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = dict(os.environ, SLURM_CONF=str(folder / "slurm.conf"))
        self.daemons = []

    def __enter__(self):
        folder = self.folder
        for name in ("state", "spool"):
            (folder / name).mkdir()
        key = folder / "munge.key"
        key.write_bytes(secrets.token_bytes(128))
        key.chmod(0o400)
        (folder / "slurm.conf").write_text(slurm_configuration(folder))
        try:
            self.start("munged", "--foreground", "--force", f"--key-file={key}",
                       f"--socket={folder}/munge.socket", f"--pid-file={folder}/munged.pid",
                       f"--log-file={folder}/munged.log", f"--seed-file={folder}/munge.seed")
            wait_for(lambda: (folder / "munge.socket").exists(), "munged", 20)
            self.start("slurmctld", "-D", "-c")
            self.start("slurmd", "-D")
            wait_for(lambda: "idle" in self.ask("sinfo", "--noheader", "--format=%T"), "the node", 60)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()

    def start(self, name, *arguments):
        log = open(self.folder / f"{name}.out", "wb")
        self.daemons.append(subprocess.Popen([shutil.which(name), *arguments], stdout=log,
                                             stderr=log, env=self.environment))

    def ask(self, *words):
        return subprocess.run(words, env=self.environment, capture_output=True, text=True).stdout

    def do(self, *words):
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def state_of(self, task):
        return self.ask("squeue", "--noheader", "--array", "--states=all", "--format=%T",
                        f"--jobs={task}").strip()


def wait_for(condition, what, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not come about in {seconds} s"
        time.sleep(0.2)


def run(*words, cwd):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    return done


def check(program, folder):
    (folder / "job.toml").write_text(JOB)
    with Cluster(folder) as cluster:
        begin = time.monotonic()
        job = cluster.do("sbatch", "--parsable", "--array=1-6", "--cpus-per-task=1",
                         f"--chdir={folder}", f"--export=ALL,ANNEALVI={program}",
                         str(PROJECT / "scripts/slurm/sweep.sh"), "shards", "job.toml",
                         *SWEEP).strip()
        task, store = f"{job}_2", folder / "shards/sweep-shard-2-of-6.sqlite"
        wait_for(lambda: cluster.state_of(task) == "RUNNING" and store.exists(), "task 2", 60)
        time.sleep(0.7)  # something is finished, much is not
        assert cluster.state_of(task) == "RUNNING", "task 2 ended before it could be requeued"
        cluster.do("scontrol", "requeue", task)
        tasks = [f"{job}_{number}" for number in range(1, 7)]
        wait_for(lambda: all(cluster.state_of(task) == "COMPLETED" for task in tasks), "the end", 300)
        print(f"six tasks, one requeued: {time.monotonic() - begin:.0f} s")
    log = (folder / f"annealvi-{job}-2.log").read_text()
    assert "interrupted: the same command goes on" in log, log
    assert "tasks were in the store" in log, log
    assert "shard 2 of 6 is complete" in log, log
    shards = sorted(str(file) for file in (folder / "shards").glob("*.sqlite"))
    assert len(shards) == 6, shards
    run(program, "merge", "merged", *shards, cwd=folder)
    run(program, "sweep", "job.toml", *SWEEP, "--out", "once", cwd=folder)
    for name in ("sweep.csv", "sweep.json"):
        assert (folder / "merged" / name).read_bytes() == (folder / "once" / name).read_bytes(), name


def main():
    if os.geteuid() != 0 or not all(map(shutil.which, ("munged", "slurmctld", "slurmd", "sbatch"))):
        print("skipped: needs root, and Slurm (scripts/install-dependencies.sh --with cluster)")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="annealvi-slurm-") as folder:
        try:
            check(str(Path(sys.argv[1]).resolve()), Path(folder))
        except AssertionError:
            for log in sorted(Path(folder).glob("*.out")):
                print(f"--- {log.name}", log.read_text(errors="replace")[-2000:], sep="\n")
            raise
    return 0


if __name__ == "__main__":
    sys.exit(main())
