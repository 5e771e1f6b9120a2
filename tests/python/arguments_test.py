# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Every argument of every public function with values of a wrong kind: one clear sentence."""

import inspect

import numpy as np
import pytest

import annealvi
from annealvi import ConfigError, Model, Noise, Schedule, TableError
from program import SOURCES

QUICK = Model(target=dict(dimension=10), **{
    "simulation.runs": 2, "simulation.until": 5.0, "numerics.probability_error": 1e-2,
    "numerics.relative_tolerance": 1e-5})
FLOWS = QUICK.replace(**{
    "realnvp.steps": 3, "realnvp.couplings": 2, "realnvp.width": 4, "realnvp.batch": 8,
    "realnvp.evaluation_samples": 100, "realnvp.history_rows": 2, "target.dimension": 2})
COOL = {"annealing.rate": [0.1]}
SMALL_TABLE = SOURCES / "data/tables/critical.csv"

# What is right for every argument: a call with these works.
RIGHT = {
    "collapse_probability": dict(model_or_models=QUICK, threads=1, progress=False,
                                 on_failure="raise"),
    "probability_report": dict(model=QUICK, progress=False),
    "critical_temperature": dict(model_or_models=QUICK),
    "safe_temperature": dict(model_or_models=QUICK),
    "safe_temperature_status": dict(model=QUICK),
    "linear_rates": dict(model=QUICK, temperature=2.0, squared_distance=1.0),
    "overlap_probability": dict(model=QUICK),
    "effective_start": dict(model=QUICK, time=0.0, chi_squared=5.0),
    "separatrix": dict(model=QUICK, difference=0.1, squared_distance=0.0, time=0.0,
                       range=(1e-3, 10.0), accuracy=0.1, progress=False),
    "theory_table": dict(name="rates", model=QUICK, progress=False, separation=3, temperature=2),
    "simulate": dict(model=QUICK, engine="flow", runs=2, seed=1, progress=False,
                     on_failure="raise"),
    "ensemble": dict(model=QUICK, engine="flow", runs=2, seed=1, times=[0.0], progress=False,
                     on_failure="raise"),
    "trajectory": dict(model=QUICK, engine="flow", run=0, seed=1, times=[0.0, 1.0], runs=None,
                       compare=None, progress=False),
    "sweep": dict(model=QUICK, over=COOL, methods=["flow"], progress=False),
    "curve": dict(model=QUICK, vary=COOL, series=None, methods=["flow"], progress=False),
    "phase": dict(model=QUICK, x="annealing.rate=0.1:0.2:2",
                  y="annealing.initial_temperature=1:2:2", method=["sharp"], progress=False),
    "design": dict(model=QUICK.replace(**{"simulation.until": None}), risk=0.3, free="rate",
                   check=False, progress=False),
    "validate": dict(models=QUICK, level="quick", formula="overlap", threads=1, progress=False),
    "train_realnvp": dict(model=FLOWS, runs=1, vary=None, series=None, times=None,
                          progress=False),
    "read": dict(path=SOURCES / "data/configs/curve.toml"),
    "read_table": dict(path=SMALL_TABLE),
    "Schedule": dict(kind="exponential", rate=0.1),
    "Noise": dict(step=0.1, batch=2),
}
METHODS = {
    "Schedule.sampled": (Schedule.sampled, dict(function=np.exp, times=[0.0, 1.0])),
    "Schedule()": (Schedule(), dict(time=1.0)),
    "Schedule().beta": (Schedule().beta, dict(time=1.0)),
}
CALLS = {**{name: (getattr(annealvi, name), right) for name, right in RIGHT.items()}, **METHODS}


class Odd:
    """Neither a number nor a text nor a model."""

    def __repr__(self):
        return "<Odd\n at 0x12345678, with a line break>" + 200 * "-"


WRONG = {"None": None, "-1": -1, "1.5": 1.5, "text": "hot", "models": [QUICK, QUICK], "{}": {},
         "object": Odd(), "nan": np.nan, "inf": np.inf, "True": True, "bytes": b"x", "[]": [],
         "ragged": [[1.0], [1.0, 2.0]], "complex": 1j, "texts": ["a", "b"]}
# Where one of these is right: by the argument.
ALLOWED = {
    "None": "threads temperature squared_distance chi_squared time times engine run runs seed "
            "compare vary series methods method models risk free x y rate step batch",
    "1.5": "temperature squared_distance difference accuracy chi_squared time step separation "
           "times rate",
    "models": "model_or_models models",
    "True": "progress check",
    "[]": "model_or_models temperature squared_distance difference time",
    "-1": "", "{}": "over",
}


def allowed(function, argument, wrong):
    if argument in ALLOWED.get(wrong, "").split():
        return True
    # A default is a value that somebody may give.
    if wrong == "None":
        parameters = inspect.signature(CALLS[function][0]).parameters
        return argument in parameters and parameters[argument].default is None
    return False


@pytest.mark.parametrize("name", CALLS)
def test_what_is_right_is_taken(name):
    call, right = CALLS[name]
    call(**right)


def test_no_public_function_is_left_out():
    public = {name for name in annealvi.__all__ if callable(getattr(annealvi, name))
              and not (inspect.isclass(getattr(annealvi, name))
                       and issubclass(getattr(annealvi, name), BaseException))}
    assert public - set(RIGHT) == {"config_keys", "Model", "Table"}
    for name, right in RIGHT.items():
        parameters = inspect.signature(getattr(annealvi, name)).parameters.values()
        named = {each.name for each in parameters if each.kind is not each.VAR_KEYWORD
                 and each.kind is not each.VAR_POSITIONAL}
        assert named <= set(right), name


@pytest.mark.parametrize("name", [name for name, right in RIGHT.items() if "progress" in right])
def test_progress_ends_at_one(name):
    shares = []
    call, right = CALLS[name]
    call(**{**right, "progress": shares.append})
    assert shares[-1] == 1.0 and shares.count(1.0) == 1 and shares == sorted(shares)


CASES = [(name, argument, wrong) for name, (_, right) in CALLS.items() for argument in right
         for wrong in WRONG if not allowed(name, argument, wrong)]


@pytest.mark.parametrize("name, argument, wrong", CASES)
def test_a_wrong_kind_is_one_sentence(name, argument, wrong):
    call, right = CALLS[name]
    with pytest.raises((ConfigError, TableError)) as error:
        call(**{**right, argument: WRONG[wrong]})
    said = str(error.value)
    assert len(said) < 420 and "\n" not in said and "0x" not in said, said
    assert "incompatible function arguments" not in said and "NoneType" not in said, said
    assert "not allowed" in said or "is needed" in said or "are needed" in said \
        or "No such file" in said, said


@pytest.mark.parametrize("call, sentence", [
    (lambda: annealvi.simulate([QUICK, QUICK]), "simulate: model = .*a list is not taken"),
    (lambda: annealvi.read(None), "read: path = None is not allowed: the name of a file is needed"),
    (lambda: annealvi.read_table(None), "None is not allowed: the path of a table"),
    (lambda: annealvi.collapse_probability(QUICK, threads=-1),
     r"collapse_probability: threads = -1 is not allowed: a whole number from 0 \(all cores\)"),
    (lambda: annealvi.linear_rates(QUICK, "hot"), "linear_rates: temperature = 'hot' is not"),
    (lambda: annealvi.linear_rates(QUICK, [1.0, 2.0], [1.0, 2.0, 3.0]), "cannot be broadcast"),
    (lambda: annealvi.separatrix(QUICK, 1.0, range=(2.0, 1.0)), r"range = \(2.0, 1.0\) is not"),
    (lambda: annealvi.separatrix(QUICK, 1.0, time=99.0), "t_end is 5"),
    (lambda: annealvi.sweep(QUICK, {"annealing.rate": 0.1}), "sweep: annealing.rate = 0.1 is not"),
    (lambda: annealvi.sweep(QUICK, COOL, methods="flow,flow"), 'sweep: methods has "flow" twice'),
    (lambda: annealvi.curve(QUICK, vary={"annealing.rate": []}), "curve: annealing.rate = .. is"),
    (lambda: annealvi.curve(QUICK, vary={**COOL, "sgd.step": [0.1]}), "with one key is needed"),
    (lambda: annealvi.theory_table("rates", mean=3), "^theory_table: mean is not allowed with"),
    (lambda: annealvi.theory_table("rates", separation=-3),
     "^theory_table: separation: target.separation = -3 is not allowed"),
    (lambda: annealvi.ensemble(QUICK, times="x"), '^ensemble: times = "x" is not allowed'),
    (lambda: annealvi.effective_start(QUICK), "effective_start: time is needed"),
    (lambda: annealvi.collapse_probability(QUICK, progress=3), "progress = 3 is not allowed: True"),
    (lambda: annealvi.collapse_probability(QUICK, **{"annealing.rate": Odd()}),
     "collapse_probability: annealing.rate = an object of class Odd is not allowed: a number"),
    (lambda: annealvi.validate([]), "validate: models = .. is not allowed: at least one"),
    (lambda: Schedule("hot"), "^Schedule: annealing.schedule"),
    (lambda: Noise(-1.0), "^Noise: sgd.step = -1.0"),
    (lambda: Schedule("constant", rate=0.2),
     'Schedule: rate is not allowed: the kind "constant" has initial_temperature'),
    (lambda: Schedule("exponential", exponent=2.0), "exponential\" has initial_temperature, rate"),
    (lambda: Schedule.sampled(3, [0.0]), "Schedule.sampled: function = 3 is not allowed"),
    (lambda: Schedule.sampled(lambda t: max(1, 4 - t), [0.0, 3.0]),
     "^Schedule.sampled: the function cannot take an array of times, as np.maximum can and max"),
    (lambda: Model(Schedule(rate=0.2), annealing=dict(rate=0.3)),
     "Model: annealing.rate is given twice, as 0.2 and as 0.3"),
    (lambda: Model(annealing=dict(rate=0.2), **{"annealing.rate": 0.2}), "is given twice"),
    (lambda: Model(Noise(0.1), Noise(0.2)), "sgd.step is given twice, as 0.1 and as 0.2"),
    (lambda: annealvi.simulate(QUICK, runs=3, simulation=dict(runs=4)),
     "simulate: simulation.runs is given twice, as 4 and as 3"),
    (lambda: annealvi.sweep(QUICK, COOL, annealing=dict(rate=0.3)), "sweep: annealing.rate is"),
])
def test_sentences(call, sentence):
    with pytest.raises((ConfigError, TableError), match=sentence):
        call()


def test_kinds_of_a_schedule_have_their_keys():
    from annealvi.sections import _keys_of

    for kind in _keys_of:
        assert f'"{kind}"' in annealvi.config_keys()["annealing.schedule"].allowed
    assert annealvi.config_keys()["annealing.schedule"].allowed.count('"') == 2 * len(_keys_of)
    for kind, keys in _keys_of.items():
        given = {"table": [[0.0, 3.0], [9.0, 1.0]], "rate": 0.3, "initial_temperature": 4.0,
                 "exponent": 2.0, "hold": 5.0, "stairs": [[0.0, 3.0], [9.0, 1.0]],
                 "gate": "kl", "gate_threshold": 0.5, "stall_time": 900.0, "adaann_variance": "p"}
        schedule = Schedule(kind, **{key: given[key] for key in keys})
        assert Model(schedule).schedule == schedule


def test_a_section_as_an_object_is_all_of_it():
    hot = Model(annealing=dict(initial_temperature=5.0, path="bridge"), sgd=dict(batch=8))
    changed = hot.replace(Schedule(rate=0.3), Noise(0.01))
    assert changed.schedule == Schedule(rate=0.3) and changed.noise == Noise(0.01)
    assert changed["annealing.path"] == "bridge"
    table = Model(Schedule("table", table=[[0.0, 3.0], [9.0, 1.0]]))
    assert table.replace(Schedule("linear", rate=0.2)).schedule(0.0) == 10.0
    assert Model(Schedule("linear"), **{"annealing.rate": 0.5})["annealing.rate"] == 0.5


def test_words_may_be_lists():
    by_list = annealvi.curve(QUICK, vary=COOL, methods=["flow", "sharp"])
    assert by_list.text == annealvi.curve(QUICK, vary=COOL, methods="flow,sharp").text


EMPTY = {"shape (0,)": ([], (0,)), "shape (2, 0)": ([[], []], (2, 0)),
         "a tuple": ((), (0,)), "an array": (np.empty((0, 3)), (0, 3))}


@pytest.mark.parametrize("kind", EMPTY)
@pytest.mark.parametrize("name", ["collapse_probability", "critical_temperature",
                                  "safe_temperature", "linear_rates", "separatrix"])
def test_what_is_empty_has_an_empty_answer_of_its_shape(name, kind):
    given, shape = EMPTY[kind]
    call = getattr(annealvi, name)
    if name in ("linear_rates", "separatrix"):
        found = call(QUICK, given)
        assert found.sum.shape == shape
    else:
        found = call(QUICK, **{"annealing.rate": given})
        assert found.shape == shape
        with pytest.raises(ConfigError, match="target.separation = -1"):
            call(QUICK, **{"annealing.rate": given, "target.separation": -1})
        with pytest.raises(ConfigError, match="no such key"):
            call(QUICK, **{"annealing.rte": np.empty(0)})
        models = call(np.empty(shape, dtype=object))
        assert models.shape == shape
        crossed = call(QUICK, annealing=dict(rate=[], initial_temperature=[[1.0], [2.0]]))
        assert crossed.shape == (2, 0)
    if hasattr(found, "to_dataframe"):
        assert len(found.to_dataframe()) == 0 and found._repr_html_()
        assert sum(found.to_xarray().sizes.values()) == sum(shape)


def test_empty_lists_elsewhere():
    frame = annealvi.sweep(QUICK, {"annealing.rate": []}, "sharp,flow")
    assert frame.columns.tolist() == ["annealing.rate", "method", "probability", "lower", "upper",
                                      "runs", "status", "message"] and len(frame) == 0
    assert Schedule()([]).shape == (0,) and Schedule().beta([[]]).shape == (1, 0)
    for call in (lambda: annealvi.trajectory(QUICK, times=[]),
                 lambda: annealvi.ensemble(QUICK, times=[]),
                 lambda: annealvi.theory_table("rates", separation=[]),
                 lambda: annealvi.sweep(QUICK, COOL, methods=[])):
        with pytest.raises(ConfigError, match="is not allowed"):
            call()
