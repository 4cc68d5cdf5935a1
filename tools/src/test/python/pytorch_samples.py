"""Runs samples on the network of pytorch_yardstick.py, in double precision.

    python3 pytorch_samples.py pytorch_yardstick.py < samples > outcomes

Reads a list of samples as JSON, their weights by the names of ParameterLayout. Writes for each the
loss, the states after its windows, the gradients of the states before, and those of all weights.
"""

import importlib.util
import json
import sys

import torch
from torch.nn import functional as F


def load(path):
    spec = importlib.util.spec_from_file_location("yardstick", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tensors(network, name, of):
    """What belongs to a parameter, one below the other; of(p) is the value or the gradient of p."""
    whole = {
        "softmax.weight": lambda: of(network.softmax.weight).T,
        "softmax.bias": lambda: of(network.softmax.bias),
        "symbols": lambda: of(network.symbols.weight),
    }
    if name in whole:
        return [whole[name]()]
    prefix, kind = name.split(".", 1)
    layer = network.layers[int(prefix[len("layer"):])]
    cell = layer.main
    if kind in ("hyper.gain", "hyper.shift"):
        cell, kind = layer.hyper, kind[len("hyper."):]
    if kind in ("gain", "shift"):
        norms = [cell.gates] if cell.cell is None else [cell.gates, cell.cell]
        return [of(getattr(norm, kind)) for norm in norms]
    renamed = {"embedding.weight": "signal", "embedding.bias": "scale_bias"}
    return [of(getattr(layer, renamed.get(kind, kind.replace(".", "_"))))]


def set_weights(network, weights):
    for name, values in weights.items():
        values = torch.tensor(values)
        for tensor in tensors(network, name, lambda p: p.data):
            tensor.copy_(values[: tensor.numel()].view(tensor.shape))
            values = values[tensor.numel() :]
        assert not len(values), name + " is larger than in PyTorch"


def cut(network, state):
    sizes = [size for _ in network.layers for size in (network.n, network.n, network.m, network.m)]
    parts = torch.tensor([state]).split(sizes, 1)
    return [tuple(parts[i : i + 4]) for i in range(0, len(parts), 4)]


def joined(states):
    return torch.cat([part for state in states for part in state], 1).flatten().tolist()


def outcome(yardstick, sample):
    network = yardstick.Network(sample["shape"]).double()
    set_weights(network, sample["weights"])
    total, last, state_gradients = 0, [], []
    for window, state, scale in zip(sample["windows"], sample["states"], sample["scales"]):
        before = cut(network, state)
        # Without a hyper cell its states are empty, and get no gradient.
        leaves = [part.requires_grad_() for layer in before for part in layer if part.numel()]
        symbols = torch.tensor(window)
        logits, after = network(symbols[:-1].unsqueeze(1), before)
        loss = scale * F.cross_entropy(logits.flatten(0, 1), symbols[1:], reduction="sum")
        loss.backward()
        total += loss.item()
        last.append(joined(after))
        state_gradients.append(joined([[leaf.grad for leaf in leaves]]))
    gradient = {
        name: torch.cat([t.flatten() for t in tensors(network, name, lambda p: p.grad)]).tolist()
        for name in sample["weights"]
    }
    count = sum(p.numel() for p in network.parameters())
    assert count == sum(map(len, gradient.values())), "PyTorch has parameters of its own"
    return {
        "loss": total,
        "states": last,
        "stateGradients": state_gradients,
        "gradient": gradient,
    }


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    module = load(sys.argv[1])
    json.dump([outcome(module, sample) for sample in json.load(sys.stdin)], sys.stdout)
