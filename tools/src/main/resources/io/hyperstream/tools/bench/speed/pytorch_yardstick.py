"""A HyperLSTM as one writes it in PyTorch: a custom cell, learning streams by truncated BPTT.

Started by `hyperstream bench --against pytorch` with the shape as JSON in its one argument. Says
{"ready": true, ...} on a line of its own, then reads a number of seconds per line, learns for so
long, and answers {"symbolsPerSecond": ...}, until its input ends.

Products that share an input are one product here, too, and so are the symbols' rows. Traced to
TorchScript it is as fast: at one stream at most a sixth slower, at 16 within a twelfth.

On a GPU products are in TF32. With graphs, the whole step (forward, backward, clipping, Adam) is
captured once as a CUDA graph and replayed, so that Python and the launching of kernels cost nothing.

With ownLstm it is PyTorch's nn.LSTM of the same width instead, which on a GPU is cuDNN's: without a
hyper cell and normalisation, and in the given type of numbers.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

GATES = 4
KINDS = 3
NORM_EPSILON = 1e-3
EMBEDDING = 64  # What nn.LSTM reads of a symbol. It has no table that is added to the gates.


class Norm(nn.Module):
    """Of each gate by itself, or of the cell: RMS or layer normalisation with gain and shift."""

    def __init__(self, kind, groups, units):
        super().__init__()
        self.kind = kind
        self.gain = nn.Parameter(torch.ones(groups, units))
        self.shift = nn.Parameter(torch.zeros(groups, units))

    def forward(self, x):
        if self.kind == "LAYER":
            x = x - x.mean(-1, keepdim=True)
        scale = torch.rsqrt((x * x).mean(-1, keepdim=True) + NORM_EPSILON)
        return torch.addcmul(self.shift, x * scale, self.gain)


class Cell(nn.Module):
    """The gates of an LSTM cell, from their pre-activations (batch x 4 x units)."""

    def __init__(self, kind, units):
        super().__init__()
        self.gates = Norm(kind, GATES, units) if kind != "NONE" else nn.Identity()
        self.cell = Norm(kind, 1, units) if kind == "LAYER" else None

    def forward(self, a, c):
        i, g, f, o = self.gates(a).unbind(1)
        c = torch.sigmoid(f + 1) * c + torch.sigmoid(i) * torch.tanh(g)
        kept = c if self.cell is None else self.cell(c.unsqueeze(1)).squeeze(1)
        return torch.sigmoid(o) * torch.tanh(kept), c


class HyperLstmLayer(nn.Module):
    """A layer; without a hyper cell (m = 0) a plain LSTM. h feeds both cells in one product."""

    def __init__(self, inputs, shape):
        super().__init__()
        n, m, z, kind = (shape[key] for key in ("hidden", "hyper", "signal", "normalisation"))
        self.n, self.m, self.z = n, m, z
        columns = GATES * (n + m)
        self.input = nn.Parameter(torch.randn(inputs, columns) * 0.05) if inputs else None
        self.recurrent = nn.Parameter(torch.randn(n, columns) * 0.05)
        self.bias = nn.Parameter(torch.zeros(GATES, n))
        self.main = Cell(kind, n)
        if m:
            self.hyper = Cell(kind, m)
            self.hyper_recurrent = nn.Parameter(torch.randn(m, GATES * m) * 0.05)
            bias = torch.zeros(GATES * m)
            self.hyper_bias = nn.Parameter(bias) if shape["hyperBias"] else None
            self.signal = nn.Parameter(torch.randn(m, KINDS * GATES * z) * 0.01)
            # Of z_h and z_x, which scale. z_b, which makes a bias, has none of its own.
            self.scale_bias = nn.Parameter(torch.ones(GATES * 2 * z))
            self.scale = nn.Parameter(torch.full((KINDS * GATES, z, n), 1.0 / z))

    def step(self, x, state, signal_bias):
        h, c, hh, hc = state
        batch = h.shape[0]
        r = h @ self.recurrent
        if not self.m:
            h, c = self.main((r + x).view(batch, GATES, self.n) + self.bias, c)
            return h, c, hh, hc
        main = GATES * self.n
        a = r[:, main:] + x[:, main:]
        if self.hyper_bias is not None:
            a = self.hyper_bias + a
        a = torch.addmm(a, hh, self.hyper_recurrent)
        hh, hc = self.hyper(a.view(batch, GATES, self.m), hc)
        z = torch.addmm(signal_bias, hh, self.signal)
        z = z.view(batch, KINDS * GATES, self.z).transpose(0, 1)
        d = torch.bmm(z, self.scale).view(KINDS, GATES, batch, self.n).transpose(1, 2)
        r = r[:, :main].view(batch, GATES, self.n)
        x = x[:, :main].view(batch, GATES, self.n)
        h, c = self.main(d[0] * r + d[1] * x + d[2] + self.bias, c)
        return h, c, hh, hc

    def forward(self, xs, state):
        hs = []
        signal_bias = F.pad(self.scale_bias, (0, GATES * self.z)) if self.m else None
        for x in xs.unbind(0):
            state = self.step(x, state, signal_bias)
            hs.append(state[0])
        return torch.stack(hs), state


class Network(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.n, self.m = shape["hidden"], shape["hyper"]
        self.layers = nn.ModuleList(
            HyperLstmLayer(self.n if layer else 0, shape)
            for layer in range(shape["layers"]))
        self.all_read = shape["symbolInput"] == "ALL"
        self.all_seen = shape["softmaxInput"] == "ALL"
        readers = shape["layers"] if self.all_read else 1
        self.symbols = nn.Embedding(shape["vocabulary"], readers * GATES * (self.n + self.m))
        nn.init.normal_(self.symbols.weight, std=0.05)
        seen = self.n * (shape["layers"] if self.all_seen else 1)
        self.softmax = nn.Linear(seen, shape["vocabulary"])

    def begin(self, batch):
        sizes = (self.n, self.n, self.m, self.m)
        return [tuple(torch.zeros(batch, size) for size in sizes) for _ in self.layers]

    def forward(self, inputs, states):
        columns = GATES * (self.n + self.m)
        read = self.symbols(inputs).split(columns, -1)
        hidden, after, below = [], [], None
        for index, (layer, state) in enumerate(zip(self.layers, states)):
            x = read[index] if index < len(read) else None
            if below is not None:
                lifted = below @ layer.input
                x = lifted if x is None else x + lifted
            below, state = layer(x, state)
            hidden.append(below)
            after.append(tuple(s.detach() for s in state))
        seen = torch.cat(hidden, -1) if self.all_seen else below
        return self.softmax(seen), after


class OwnLstm(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.layers, self.n = shape["layers"], shape["hidden"]
        self.symbols = nn.Embedding(shape["vocabulary"], EMBEDDING)
        self.lstm = nn.LSTM(EMBEDDING, self.n, self.layers)
        self.softmax = nn.Linear(self.n, shape["vocabulary"])

    def begin(self, batch):
        return [tuple(torch.zeros(self.layers, batch, self.n) for _ in range(2))]

    def forward(self, inputs, states):
        hidden, after = self.lstm(self.symbols(inputs), states[0])
        return self.softmax(hidden), [tuple(s.detach() for s in after)]


class Learner:
    def __init__(self, shape):
        torch.manual_seed(1)
        self.window, self.batch = shape["window"], shape["batch"]
        self.device = torch.device(shape["device"])
        self.type = getattr(torch, shape["type"])
        network = OwnLstm(shape) if shape["ownLstm"] else Network(shape)
        self.network = network.to(self.device, self.type)
        self.states = self.on_device(self.network.begin(self.batch))
        text = torch.randint(0, shape["vocabulary"], (4096 + 1, self.batch))
        self.text = text.to(self.device)
        self.position = 0
        self.clip = shape["clipNorm"]
        options = {"capturable": True} if shape["graphs"] else {}
        self.adam = torch.optim.Adam(
            self.network.parameters(),
            lr=shape["rate"],
            betas=(shape["beta1"], shape["beta2"]),
            eps=shape["epsilon"],
            foreach=True,
            **options)

    def on_device(self, states):
        return [tuple(s.to(self.device, self.type) for s in state) for state in states]

    def next_part(self):
        """The symbols of a step and the ones after each: window + 1 of each stream."""
        if self.position + self.window >= len(self.text):
            self.position = 0
        part = self.text[self.position : self.position + self.window + 1]
        self.position += self.window
        return part

    def learn(self, part):
        logits, states = self.network(part[:-1], self.states)
        loss = F.cross_entropy(logits.flatten(0, 1).float(), part[1:].flatten())
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), self.clip)
        self.adam.step()
        return loss, states

    def step(self):
        self.adam.zero_grad(set_to_none=True)
        loss, self.states = self.learn(self.next_part())
        float(loss)  # A score is reported for every step.

    def run(self, seconds):
        start = time.perf_counter()
        symbols = 0
        while True:
            self.step()
            symbols += self.window * self.batch
            passed = time.perf_counter() - start
            if passed >= seconds:
                return symbols / passed


class GraphLearner(Learner):
    """The same as one CUDA graph, on memory that stays where it is."""

    EAGER_STEPS = 3  # PyTorch's advice: what it sets up at first must not be in the graph.

    def __init__(self, shape):
        super().__init__(shape)
        self.part = self.next_part().clone()
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(self.EAGER_STEPS):
                self.adam.zero_grad(set_to_none=True)
                self.learn(self.part)
        torch.cuda.current_stream().wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        self.adam.zero_grad(set_to_none=True)
        with torch.cuda.graph(self.graph):
            self.loss, after = self.learn(self.part)
            for state, new in zip(self.states, after):
                for kept, value in zip(state, new):
                    kept.copy_(value)

    def step(self):
        self.part.copy_(self.next_part())
        self.graph.replay()
        float(self.loss)


def answer(**values):
    print(json.dumps(values), flush=True)


def main():
    torch.set_num_threads(1)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    shape = json.loads(sys.argv[1])
    if shape["device"] != "cpu":
        torch.cuda.set_device(shape["device"])
    learner = (GraphLearner if shape["graphs"] else Learner)(shape)
    answer(ready=True, version=torch.__version__)
    for line in sys.stdin:
        answer(symbolsPerSecond=learner.run(float(line)))


if __name__ == "__main__":
    main()
