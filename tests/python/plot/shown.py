# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the annealvi developers
"""What a picture shows, read from its artists."""
import matplotlib.legend


def lines(axes, word):
    return [line for line in axes.lines if line.get_label() == word]


def legend_words(axes):
    legends = [axes.get_legend()] if axes.get_legend() else []
    legends += [artist for artist in axes.artists] + list(axes.figure.legends)
    legends += [child for child in axes.get_children()
                if isinstance(child, matplotlib.legend.Legend)]
    return {text.get_text() for legend in legends for text in legend.get_texts()} - {""}
