"""Makes hyperlstm-vectors.json: losses, states and every gradient of a tiny HyperLSTM.

    python3 hyperlstm_vectors.py > hyperlstm-vectors.json

Needs nothing but Python 3. There is no backward pass here to be wrong: each gradient is that of the
forward pass by complex steps, dL/dx = Im L(x + i h) / h, which subtracts nothing and so is exact to
double precision for a tiny h. Equations are numbered as in docs/hyperlstm.md. Main cell and hyper
cell have the paper's letters; a name that begins with h, such as hWh, is the hyper cell's.
"""

import cmath
import json
import math

N, M, X, Z, V, T = 3, 2, 4, 2, 4, 3  # main units, hyper units, inputs, signal, symbols, steps
GATES = "igfo"
INPUTS, TARGETS = [0, 1, 3], [1, 3, 0]
STATES = {"h": N, "c": N, "hhat": M, "chat": M}
EPSILON, FORGET_BIAS = 1e-3, 1.0
H = 1e-30

NOTE = (
    "value(i)=0.3*sin(1+0.37*i) with running index i over param_order (row-major); LN gains"
    " additionally +1.0. Loss is the sum over T of -ln p. Gates i,g,f,o. No dropout."
)


def shapes(norm):
    """Every parameter and its shape, in the order in which values are given out."""
    order = {}
    for y in GATES:
        order |= {"Wh_" + y: [N, N], "Wx_" + y: [N, X], "b0_" + y: [N]}
        order |= {"hWh_" + y: [M, M], "hWx_" + y: [M, N + X], "hb_" + y: [M]}
        order |= {"Ph_" + y: [Z, M], "ph_" + y: [Z], "Px_" + y: [Z, M], "px_" + y: [Z]}
        order |= {"Pb_" + y: [Z, M]}
        order |= {"Dh_" + y: [N, Z], "Dx_" + y: [N, Z], "Db_" + y: [N, Z]}
        if norm:
            order |= {"g_" + y: [N], "be_" + y: [N], "hg_" + y: [M], "hbe_" + y: [M]}
    if norm:
        order |= {"g_c": [N], "be_c": [N], "hg_c": [M], "hbe_c": [M]}
    return order | {"Wo": [V, N], "bo": [V]}


def values(order):
    """Every parameter as rows; a vector is a list of numbers."""
    parameters, i = {}, 0
    for name, shape in order.items():
        gain = 1.0 if name.startswith(("g_", "hg_")) else 0.0
        count = math.prod(shape)
        flat = [0.3 * math.sin(1 + 0.37 * k) + gain for k in range(i, i + count)]
        i += count
        width = shape[-1]
        rows = [flat[k : k + width] for k in range(0, count, width)]
        parameters[name] = rows if len(shape) == 2 else flat
    return parameters


def state0():
    return {
        name: [0.1 * math.cos(j + s) for j in range(size)]
        for s, (name, size) in enumerate(STATES.items())
    }


def times(matrix, vector):
    return [sum(w * v for w, v in zip(row, vector)) for row in matrix]


def plus(*vectors):
    return [sum(elements) for elements in zip(*vectors)]


def scaled(a, b):
    return [p * q for p, q in zip(a, b)]


def sigmoid(x):
    return 1 / (1 + cmath.exp(-x))


def norm(v, gain, shift):
    mean = sum(v) / len(v)
    variance = sum((x - mean) ** 2 for x in v) / len(v)
    n = [(x - mean) / cmath.sqrt(variance + EPSILON) for x in v]  # (11)
    return plus(scaled(gain, n), shift)  # (12)


def cell(p, prefix, a, c_before):
    """The main cell, or the hyper cell with the prefix h: h and c from its pre-activations."""

    def normed(v, y):
        gain = p.get(prefix + "g_" + y)
        return v if gain is None else norm(v, gain, p[prefix + "be_" + y])

    i, g, f, o = (normed(a[y], y) for y in GATES)  # (8)
    c = [
        sigmoid(fj + FORGET_BIAS) * cj + sigmoid(ij) * cmath.tanh(gj)
        for ij, gj, fj, cj in zip(i, g, f, c_before)
    ]  # (9)
    return [sigmoid(oj) * cmath.tanh(kj) for oj, kj in zip(o, normed(c, "c"))], c  # (10)


def step(p, state, x):
    h, c, hhat, chat = state["h"], state["c"], state["hhat"], state["chat"]
    xhat = h + x  # (2)
    ahat = {
        y: plus(times(p["hWh_" + y], hhat), times(p["hWx_" + y], xhat), p["hb_" + y])
        for y in GATES
    }  # (3)
    hhat, chat = cell(p, "h", ahat, chat)  # (4)
    a = {}
    for y in GATES:
        zh = plus(times(p["Ph_" + y], hhat), p["ph_" + y])  # (5)
        zx = plus(times(p["Px_" + y], hhat), p["px_" + y])  # (5)
        zb = times(p["Pb_" + y], hhat)  # (5)
        dh, dx = times(p["Dh_" + y], zh), times(p["Dx_" + y], zx)  # (6)
        b = plus(times(p["Db_" + y], zb), p["b0_" + y])  # (6)
        u, v = times(p["Wh_" + y], h), times(p["Wx_" + y], x)
        a[y] = plus(scaled(dh, u), scaled(dx, v), b)  # (7)
    h, c = cell(p, "", a, c)
    return {"h": h, "c": c, "hhat": hhat, "chat": chat}


def forward(p, state):
    loss = 0
    for read, target in zip(INPUTS, TARGETS):
        state = step(p, state, [1.0 if k == read else 0.0 for k in range(X)])  # (1)
        logits = plus(times(p["Wo"], state["h"]), p["bo"])  # (13)
        loss -= logits[target] - cmath.log(sum(cmath.exp(logit) for logit in logits))  # (14)
    return loss, state


def gradient(vector, loss):
    """dL/d of each element of a list of numbers, which is part of what the loss is made of."""
    derivatives = []
    for j, value in enumerate(vector):
        vector[j] = value + 1j * H
        derivatives.append(loss().imag / H)
        vector[j] = value
    return derivatives


def vectors(normalised):
    order = shapes(normalised)
    p, state = values(order), state0()
    loss, last = forward(p, state)

    def current():
        return forward(p, state)[0]

    return {
        "dims": {"N": N, "M": M, "X": X, "Z": Z, "V": V, "T": T},
        "layer_norm": normalised,
        "ln_eps": EPSILON,
        "forget_bias_both": FORGET_BIAS,
        "z_from": "hhat_t",
        "param_order": [[name, shape] for name, shape in order.items()],
        "n_params": sum(math.prod(shape) for shape in order.values()),
        "inputs": INPUTS,
        "targets": TARGETS,
        "state0": "h,c,hhat,chat: 0.1*cos(j+s), s=0..3",
        "loss_nats_sum": loss.real,
        **{"final_" + name: [x.real for x in last[name]] for name in STATES},
        "grad_state0": [gradient(state[name], current) for name in STATES],
        "grad": {
            name: [gradient(row, current) for row in value]
            if isinstance(value[0], list)
            else gradient(value, current)
            for name, value in p.items()
        },
    }


if __name__ == "__main__":
    print(json.dumps({"note": NOTE, "ln": vectors(True), "noln": vectors(False)}, indent=1))
