#!/usr/bin/env python3
"""Makes the reference values of the mixture density: needs numpy and scipy.

    mixture_vectors.py > src/test/resources/io/hyperstream/model/density/mixture-vectors.json

Losses come from scipy's distributions. Gradients come from a complex step through the same density written
with numpy, whose real part is first held to scipy's. Tails of the normal distribution come from scipy too.
"""
import json

import numpy as np
from scipy import special, stats

RANDOM = np.random.default_rng(7)


def split(y, c, k, binary):
    full = c == 2
    at = np.cumsum([k, k * c, k * c, k if full else 0]) if c else np.zeros(4, int)
    pi, mu, sigma, rho = y[: at[0]], y[at[0] : at[1]], y[at[1] : at[2]], y[at[2] : at[3]]
    return pi, mu.reshape(-1, c) if c else None, sigma.reshape(-1, c) if c else None, rho, y[at[3] :]


def loss(y, x, anchors, c, k, binary, anchored):
    """In nats; works for complex y."""
    pi, mu, sigma, rho, e = split(y, c, k, binary)
    total = 0
    if c:
        pi = pi - pi.real.max()
        pi = pi - np.log(np.exp(pi).sum())
        logs = []
        there = ~np.isnan(x[:c])
        for j in range(k):
            m = mu[j] + (anchors if anchored and j % 2 == 0 else 0)
            z = ((x[:c] - m) / np.exp(sigma[j]))[there]
            log = -(sigma[j][there] + np.log(2 * np.pi) / 2).sum()
            if c == 2 and there.all():
                r = np.tanh(rho[j])
                log -= (z[0] ** 2 + z[1] ** 2 - 2 * r * z[0] * z[1]) / (2 * (1 - r * r)) + np.log(1 - r * r) / 2
            else:
                log -= (z * z).sum() / 2
            logs.append(pi[j] + log)
        logs = np.array(logs)
        top = logs.real.max()
        total -= top + np.log(np.exp(logs - top).sum())
    for b in range(binary):
        target = x[c + b]
        if not np.isnan(target):
            total += np.log(1 + np.exp(-e[b] if target else e[b]))
    return total


def scipy_loss(y, x, anchors, c, k, binary, anchored):
    pi, mu, sigma, rho, e = split(y, c, k, binary)
    total = 0
    if c:
        there = ~np.isnan(x[:c])
        logs = np.log(special.softmax(pi))
        for j in range(k):
            m = mu[j] + (anchors if anchored and j % 2 == 0 else 0)
            s = np.exp(sigma[j])
            cov = np.diag(s * s)
            if c == 2:
                cov[0, 1] = cov[1, 0] = np.tanh(rho[j]) * s[0] * s[1]
            if there.any():
                logs[j] += stats.multivariate_normal.logpdf(x[:c][there], m[there], cov[np.ix_(there, there)])
        total -= special.logsumexp(logs)
    for b in range(binary):
        if not np.isnan(x[c + b]):
            total -= stats.bernoulli.logpmf(int(x[c + b]), special.expit(e[b]))
    return total


def case(name, c, k, binary, anchored, missing=()):
    outputs = (k * (1 + 2 * c + (c == 2)) if c else 0) + binary
    y = np.round(RANDOM.normal(size=outputs), 4)
    x = np.concatenate([np.round(RANDOM.normal(size=c), 4), RANDOM.integers(0, 2, binary).astype(float)])
    anchors = np.round(RANDOM.normal(size=c), 4)
    for d in missing:
        x[d] = np.nan
    arguments = (x, anchors, c, k, binary, anchored)
    value = scipy_loss(y, *arguments)
    assert abs(value - loss(y.astype(complex), *arguments).real) < 1e-11, name
    gradient = []
    for i in range(outputs):
        step = y.astype(complex)
        step[i] += 1e-30j
        gradient.append(loss(step, *arguments).imag / 1e-30)
    return {
        "name": name, "dimension": c + binary, "binary": binary, "components": k, "anchored": anchored,
        "outputs": y.tolist(), "targets": [None if np.isnan(v) else v for v in x], "anchors": anchors.tolist(),
        "loss": value, "gradient": gradient,
    }


def main():
    cases = [
        case("one number", 1, 4, 0, False),
        case("one number, anchored", 1, 5, 0, True),
        case("the paper's strokes", 2, 20, 1, False),
        case("two numbers, anchored", 2, 3, 0, True),
        case("two numbers, one missing", 2, 3, 0, True, missing=(1,)),
        case("two numbers, none there", 2, 3, 1, False, missing=(0, 1)),
        case("five numbers, two missing", 5, 3, 2, True, missing=(1, 3)),
        case("binary only", 0, 1, 3, False, missing=(1,)),
    ]
    points = [-40.0, -8.0, -2.6, -2.4, -1.0, -0.1, 0.0, 0.3, 1.0, 2.4, 2.6, 5.0, 8.0, 40.0]
    tails = [{"x": x, "logTail": float(stats.norm.logsf(x))} for x in points]
    print(json.dumps({"cases": cases, "tails": tails}, indent=1))


if __name__ == "__main__":
    main()
