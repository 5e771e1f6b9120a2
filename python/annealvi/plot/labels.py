# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""Words and symbols of the keys of the configuration, as matplotlib's mathtext."""
import math
import re

# Symbol and words, {} where the symbol stands if not at the end; keys whose value is a word have no
# symbol.
_labels = {
    "target.separation": ("$R$", "half the mode distance"),
    "target.weight": (r"$\pi$", "weight{} of the mode at $+R$"),
    "target.dimension": ("$d$", "dimension"),
    "target.modes": ("", "modes"),
    "target.mode_weights": ("", "masses of the modes"),
    "family.components": ("$K$", "number of components"),
    "family.weight_rate": ("$r_w$", "learning rate of the weights"),
    "family.variance_rate": (r"$\gamma$", "learning rate of the variance"),
    "family.initial_sigma": (r"$\sigma(0)$", "initial sigma"),
    "family.variance": ("", "family variance"),
    "family.initial_scale": (r"$\sigma_0$", "initial scale of the means"),
    "annealing.path": ("", "annealing path"),
    "annealing.objective": ("", "objective"),
    "annealing.schedule": ("", "schedule"),
    "annealing.initial_temperature": ("$T_0$", "initial temperature"),
    "annealing.rate": (r"$\kappa$", "annealing rate"),
    "annealing.exponent": ("$p$", "exponent of the schedule"),
    "annealing.bridge_scale": ("$s_0$", "bridge scale"),
    "annealing.gate_threshold": (r"$\theta$", "threshold of the gate"),
    "annealing.hold": (r"$t_{\mathrm{hold}}$", "time at the initial temperature"),
    "sgd.step": (r"$\eta$", "step size"),
    "sgd.batch": ("$B$", "batch size"),
    "sgd.estimator": ("", "gradient estimator"),
    "simulation.until": (r"$t_{\mathrm{end}}$", "end time"),
    "realnvp.couplings": ("", "couplings"),
    "realnvp.width": ("", "width of a layer"),
    "realnvp.depth": ("", "hidden layers"),
    "realnvp.activation": ("", "activation"),
    "realnvp.log_scale_bound": ("", "bound of the log scales"),
    "realnvp.initial_scale": ("", "initial scale of the last layers"),
    "realnvp.batch": ("", "batch"),
    "realnvp.steps": ("", "training steps"),
    "realnvp.time_per_step": ("", "time per training step"),
    "realnvp.learning_rate": ("", "learning rate"),
    "realnvp.learning_rate_decay": ("", "decay of the learning rate"),
    "realnvp.gradient_clip": ("", "longest gradient"),
}
probability = "collapse probability $P$"
time = "time $t$"


def plain(text, most=90):
    """Text of a table, to be shown as it stands: mathtext reads nothing in it."""
    text = "".join(c if c.isprintable() else " " for c in str(text))
    if len(text) > most:
        text = text[: most - 1] + "…"
    # Outside of dollar signs mathtext gives no character but these a meaning.
    return text.replace("$", r"\$")


def number(value, digits=4):
    """A number as mathtext: 0.03, 2·10⁻⁵."""
    if not math.isfinite(value):
        return "?"
    text = f"{value:.{digits}g}"
    if "e" not in text:
        return text.replace("-", "$-$")
    mantissa, exponent = text.split("e")
    power = f"10^{{{int(exponent)}}}"
    return f"${power}$" if mantissa == "1" else rf"${mantissa}\cdot {power}$"


def value_text(value):
    """Value of a key: numbers to four digits, other texts as they are."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if text == "1/sqrt(d)":
        return r"$1/\sqrt{d}$"
    expression = re.fullmatch(r"(\d+(?:\.\d+)?)/d", text)
    if expression:
        return f"${expression[1]}/d$"
    try:
        return number(float(text))
    except ValueError:
        return plain(text)


def words(key):
    return _labels[key][1].replace("{}", "") if key in _labels else plain(key.replace("_", " "))


def axis(key):
    symbol, text = _labels.get(key, ("", ""))
    if "{}" in text:
        return text.replace("{}", f" {symbol}")
    return f"{words(key)} {symbol}".strip()


def with_value(key, value):
    """`R = 3`, `power path`."""
    symbol, name = _labels.get(key, ("", ""))
    if not name:
        return f"{plain(key)} = {value_text(value)}"
    if symbol:
        return f"{symbol} = {value_text(value)}"
    if isinstance(value, (int, float)) or re.fullmatch(r"[-+.\deE]+", str(value)):
        return f"{name} {value_text(value)}"
    return f"{value_text(value)} {name.split(' ')[-1]}"


def parameters(table, left_out=(), noise=False, family=True):
    """What a picture has to state, a list of short texts."""
    keys = []
    modes = table.setting("target.modes")
    if isinstance(modes, str):
        keys.append("target.modes")
    keys.append("target.separation")
    if table.setting("target.weight") != 0.5:
        keys.append("target.weight")
    keys.append("target.dimension")
    if family:
        keys.append("family.initial_scale")
        if table.setting("family.components", 2) != 2:
            keys.append("family.components")
        keys.append("family.variance")
        if table.setting("family.variance") == "trained":
            keys.append("family.variance_rate")
    keys += ["annealing.path", "annealing.schedule"]
    schedule = table.setting("annealing.schedule")
    if schedule not in ("table", "staircase"):
        keys.append("annealing.initial_temperature")
        if schedule != "constant":
            keys.append("annealing.rate")
    if noise:
        keys += ["sgd.step", "sgd.batch"]
    texts = []
    for key in keys:
        value = table.setting(key)
        if key not in left_out and isinstance(value, (str, int, float)) and value != "":
            texts.append(with_value(key, value))
    if family and table.setting("family.train_weights") is True:
        texts.append("trained weights")
    return texts
