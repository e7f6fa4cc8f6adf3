#!/usr/bin/env python3
"""Times the nets of a snapshot in PyTorch eager, for comparison with GpuProof's part nets; prints JSON lines.

  eager_peer.py RANDOM [--device cuda:0] [--dtype float16] [--side 512] [--batches 1,4,8] [--seconds 30]
                       [--channels-last] [--benchmark]
  eager_peer.py RANDOM --compare      prints what NetBench prints of the same weights, for Compare: the CPU, one thread, float32
  eager_peer.py --golden FAMILY       compares the same code with a golden family's numbers, on --device in --dtype

RANDOM is a folder that random_snapshot.py wrote. --channels-last stores weights and inputs so, --benchmark lets cuDNN try its
kernels. Needs torch, and nothing else.
"""
import argparse
import json
import math
import pathlib
import statistics
import sys
import time

import torch
import torch.nn.functional as F

FACTOR = 8
TYPES = {"F16": torch.float16, "F32": torch.float32, "BF16": torch.bfloat16, "I64": torch.int64}


def read(path):
    """The tensors of a safetensors file by name."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        kind = TYPES[entry["dtype"]]
        count = (end - start) // torch.empty(0, dtype=kind).element_size()
        tensors[name] = torch.frombuffer(data, dtype=kind, count=count, offset=start).reshape(entry["shape"])
    return tensors


class Net:
    """Layers by the names of their weights."""

    def __init__(self, folder, place, dtype, channels_last=False):
        with open(f"{folder}/config.json") as file:
            self.config = json.load(file)
        layout = torch.channels_last if channels_last else torch.contiguous_format
        self.weights = {
            name: tensor.to(place, dtype).contiguous(memory_format=layout if tensor.dim() == 4 else torch.contiguous_format)
            for name, tensor in read(f"{folder}/diffusion_pytorch_model.safetensors").items()}
        self.dtype = dtype
        self.groups = self.config.get("norm_num_groups", 32)
        self.layers = self.config.get("layers_per_block", 2)

    def has(self, name):
        return name + ".weight" in self.weights

    def pair(self, name):
        return self.weights[name + ".weight"], self.weights.get(name + ".bias")

    def conv(self, x, name, stride=1, padding=None):
        weight, bias = self.pair(name)
        return F.conv2d(x, weight, bias, stride, weight.shape[2] // 2 if padding is None else padding)

    def linear(self, x, name):
        return F.linear(x, *self.pair(name))

    def norm(self, x, name, epsilon):
        return F.group_norm(x, self.groups, *self.pair(name), eps=epsilon)

    def resnet(self, x, name, epsilon, embedding=None):
        h = self.conv(F.silu(self.norm(x, name + ".norm1", epsilon)), name + ".conv1")
        if embedding is not None:
            h = h + self.linear(F.silu(embedding), name + ".time_emb_proj")[:, :, None, None]
        h = self.conv(F.silu(self.norm(h, name + ".norm2", epsilon)), name + ".conv2")
        return h + (self.conv(x, name + ".conv_shortcut") if self.has(name + ".conv_shortcut") else x)

    def heads(self, x, count):
        return x.unflatten(2, (count, -1)).transpose(1, 2)

    def attention(self, x, context, name, count):
        q, k, v = (self.heads(self.linear(y, f"{name}.to_{p}"), count) for y, p in ((x, "q"), (context, "k"), (context, "v")))
        return self.linear(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2), name + ".to_out.0")

    def transformer(self, x, name, text, count):
        n, c, height, width = x.shape
        flat = self.config.get("use_linear_projection", False)
        h = self.norm(x, name + ".norm", 1e-6)
        if flat:
            h = self.linear(h.permute(0, 2, 3, 1).reshape(n, height * width, c), name + ".proj_in")
        else:
            h = self.conv(h, name + ".proj_in").permute(0, 2, 3, 1).reshape(n, height * width, c)
        block = name + ".transformer_blocks.0"
        normed = [lambda y, i=i: F.layer_norm(y, (c,), *self.pair(f"{block}.norm{i}")) for i in (1, 2, 3)]
        y = normed[0](h)
        h = h + self.attention(y, y, block + ".attn1", count)
        h = h + self.attention(normed[1](h), text, block + ".attn2", count)
        value, gate = self.linear(normed[2](h), block + ".ff.net.0.proj").chunk(2, -1)
        h = h + self.linear(value * F.gelu(gate), block + ".ff.net.2")
        if flat:
            h = self.linear(h, name + ".proj_out").reshape(n, height, width, c).permute(0, 3, 1, 2)
        else:
            h = self.conv(h.reshape(n, height, width, c).permute(0, 3, 1, 2), name + ".proj_out")
        return h + x


class UNet(Net):
    """UNet2DConditionModel, or the half of it that a ControlNet has."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        channels, heads = self.config["block_out_channels"], self.config["attention_head_dim"]
        self.levels = len(channels)
        self.counts = heads if isinstance(heads, list) else [heads] * self.levels
        self.epsilon = self.config.get("norm_eps", 1e-5)

    def embedding(self, timesteps):
        half = self.config["block_out_channels"][0] // 2
        rates = torch.exp(-math.log(10000) * torch.arange(half, device=timesteps.device) / half)
        angles = timesteps[:, None].float() * rates
        waves = torch.cat([angles.cos(), angles.sin()], 1).to(self.dtype)
        return self.linear(F.silu(self.linear(waves, "time_embedding.linear_1")), "time_embedding.linear_2")

    def layer(self, x, block, i, embedding, text, count):
        x = self.resnet(x, f"{block}.resnets.{i}", self.epsilon, embedding)
        return self.transformer(x, f"{block}.attentions.{i}", text, count) if self.has(f"{block}.attentions.{i}.norm") else x

    def down(self, x, embedding, text):
        kept = [x]
        for level in range(self.levels):
            block = f"down_blocks.{level}"
            for i in range(self.layers):
                x = self.layer(x, block, i, embedding, text, self.counts[level])
                kept.append(x)
            if level < self.levels - 1:
                x = self.conv(x, block + ".downsamplers.0.conv", 2)
                kept.append(x)
        x = self.resnet(x, "mid_block.resnets.0", self.epsilon, embedding)
        x = self.transformer(x, "mid_block.attentions.0", text, self.counts[-1])
        return self.resnet(x, "mid_block.resnets.1", self.epsilon, embedding), kept

    def forward(self, sample, timesteps, text, control=None):
        embedding = self.embedding(timesteps)
        x, kept = self.down(self.conv(sample, "conv_in"), embedding, text)
        if control is not None:
            x, kept = x + control[0], [a + b for a, b in zip(kept, control[1])]
        for place in range(self.levels):
            block = f"up_blocks.{place}"
            for i in range(self.layers + 1):
                x = self.layer(torch.cat([x, kept.pop()], 1), block, i, embedding, text, self.counts[self.levels - 1 - place])
            if place < self.levels - 1:
                x = self.conv(F.interpolate(x, size=kept[-1].shape[2:], mode="nearest"), block + ".upsamplers.0.conv")
        return self.conv(F.silu(self.norm(x, "conv_norm_out", self.epsilon)), "conv_out")


class ControlNet(UNet):
    def forward(self, sample, timesteps, text, condition, scale=1.0):
        name = "controlnet_cond_embedding"
        c = F.silu(self.conv(condition, name + ".conv_in"))
        i = 0
        while self.has(f"{name}.blocks.{i}"):
            c = F.silu(self.conv(c, f"{name}.blocks.{i}", 1 + i % 2))
            i += 1
        x = self.conv(sample, "conv_in") + self.conv(c, name + ".conv_out")
        x, kept = self.down(x, self.embedding(timesteps), text)
        downs = [scale * self.conv(y, f"controlnet_down_blocks.{i}") for i, y in enumerate(kept)]
        return scale * self.conv(x, "controlnet_mid_block"), downs


class Vae(Net):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        old = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}
        for name in list(self.weights):
            parts = name.split(".")
            if parts[-2] in old:
                self.weights[".".join([*parts[:-2], old[parts[-2]], parts[-1]])] = self.weights.pop(name)
        self.levels = len(self.config["block_out_channels"])

    def middle(self, x, side):
        block = side + ".mid_block"
        x = self.resnet(x, block + ".resnets.0", 1e-6)
        n, c, height, width = x.shape
        h = self.norm(x, block + ".attentions.0.group_norm", 1e-6).flatten(2).transpose(1, 2)
        h = self.attention(h, h, block + ".attentions.0", 1)
        x = x + h.transpose(1, 2).reshape(n, c, height, width)
        return self.resnet(x, block + ".resnets.1", 1e-6)

    def out(self, x, side):
        return self.conv(F.silu(self.norm(x, side + ".conv_norm_out", 1e-6)), side + ".conv_out")

    def encode(self, image):
        x = self.conv(image, "encoder.conv_in")
        for level in range(self.levels):
            block = f"encoder.down_blocks.{level}"
            for i in range(self.layers):
                x = self.resnet(x, f"{block}.resnets.{i}", 1e-6)
            if level < self.levels - 1:
                x = self.conv(F.pad(x, (0, 1, 0, 1)), block + ".downsamplers.0.conv", 2, 0)
        return self.conv(self.out(self.middle(x, "encoder"), "encoder"), "quant_conv").chunk(2, 1)[0]

    def decode(self, latents):
        x = self.middle(self.conv(self.conv(latents, "post_quant_conv"), "decoder.conv_in"), "decoder")
        for level in range(self.levels):
            block = f"decoder.up_blocks.{level}"
            for i in range(self.layers + 1):
                x = self.resnet(x, f"{block}.resnets.{i}", 1e-6)
            if level < self.levels - 1:
                x = self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"), block + ".upsamplers.0.conv")
        return self.out(x, "decoder")


def golden(a):
    """Prints how far this code is from the reference libraries' numbers, which are of float32 on a CPU."""
    family, place, dtype = a.golden, torch.device(a.device), getattr(torch, a.dtype)
    unet = UNet(f"{family}/model/unet", place, dtype)
    control = ControlNet(f"{family}/controlnet", place, dtype)
    vae = Vae(f"{family}/model/vae", place, dtype)
    nets, conditions, pictures, gradients = (
        {name: tensor.to(place, dtype) if tensor.is_floating_point() else tensor for name, tensor in read(path).items()}
        for path in (f"{family}/fixtures/{file}.safetensors" for file in ("unet", "controlnet", "vae", "vae_grad")))
    worst = 0.0

    def compare(name, actual, expected):
        nonlocal worst
        actual, expected = actual.double(), expected.double()
        difference = ((actual - expected).abs().max() / expected.abs().max()).item()
        rms = ((actual - expected).norm() / expected.norm()).item()
        worst = max(worst, difference)
        print(json.dumps({
            "part": a.part, "what": f"{pathlib.Path(family).name} {name}", "where": f"{a.device} {a.dtype}",
            "difference": difference, "rms": rms}))

    with torch.no_grad():
        sample, states = nets["in.sample"], nets["in.encoder_hidden_states"]
        timesteps = torch.full((len(sample),), 500, device=place)
        for name in (n for n in nets if n.startswith("out.t") and n.endswith("500")):
            compare(name, unet.forward(sample, timesteps, states), nets[name])
        for name in (n for n in conditions if n.startswith("out.t500.scale1.0.") or n.startswith("out.t500.scale1.mid")):
            if name.endswith(".mid"):
                mid, _ = control.forward(sample, timesteps, states, conditions["in.controlnet_cond"])
                compare("controlnet " + name, mid, conditions[name])
        compare("vae encode", vae.encode(pictures["in.x"]), pictures["out.encode.mean"])
        compare("vae decode", vae.decode(pictures["in.z"]), pictures["out.decode"])
    for name, net, leaf, seed in (
        ("out.d_decode_d_z", vae.decode, "in.z", "in.G_decode"), ("out.d_mean_d_x", vae.encode, "in.x", "in.G_mean")):
        leaf = gradients[leaf].detach().requires_grad_()
        compare("vae backward " + name, torch.autograd.grad(net(leaf), leaf, gradients[seed])[0], gradients[name])
    sys.exit(0 if dtype != torch.float32 or worst < (1e-4 if place.type == "cpu" else 1e-2) else 1)


def time_nets(a):
    place, dtype = torch.device(a.device), getattr(torch, a.dtype)
    torch.backends.cudnn.benchmark = a.benchmark
    if place.type == "cpu":
        torch.set_num_threads(1)  # as FaceSweep does
    end = time.monotonic() + a.seconds
    opened = [
        net(f"{a.random}/{folder}", place, dtype, a.channels_last)
        for net, folder in ((UNet, "model/unet"), (ControlNet, "controlnet"), (Vae, "model/vae"))]
    unet, control, vae = opened
    layout = torch.channels_last if a.channels_last else torch.contiguous_format

    def image(items, channels, side):
        return torch.randn(items, channels, side, side).to(place, dtype).contiguous(memory_format=layout)

    def wait():
        if place.type == "cuda":
            torch.cuda.synchronize(place)

    def once(body):
        start = time.monotonic()
        body()
        wait()
        return time.monotonic() - start

    def measure(what, k, body):
        if time.monotonic() > end:
            print(json.dumps({"part": a.part, "what": what, "k": k, "ok": True, "skipped": "no time left"}), flush=True)
            return
        line = {"part": a.part, "what": what, "k": k}
        try:
            for _ in range(2):
                once(body)
            all_of = []
            while len(all_of) < 9 and (len(all_of) < 3 or sum(all_of) < 1):
                all_of.append(once(body))
            line.update(ok=True, ms=round(1e3 * statistics.median(all_of), 3), samples=len(all_of))
        except RuntimeError as e:
            line.update(ok=False, note=str(e).splitlines()[0])
        print(json.dumps(line), flush=True)

    def backward(function, leaf, seed):
        leaf = leaf.detach().requires_grad_()
        torch.autograd.grad(function(leaf), leaf, seed)

    latent = a.side // FACTOR
    for k in (int(text) for text in a.batches.split(",")):
        sample = image(2 * k, 4, latent)
        text = torch.randn(2 * k, 77, unet.config["cross_attention_dim"]).to(place, dtype)
        timesteps = torch.full((2 * k,), 500, device=place)
        condition = image(2 * k, 3, a.side)
        with torch.no_grad():
            measure("unet", k, lambda: unet.forward(sample, timesteps, text))
            measure("controlnet", k, lambda: control.forward(sample, timesteps, text, condition))
        pictures, latents = image(k, 3, a.side).clamp(-1, 1), image(k, 4, latent)
        measure("vae encode, backward", k, lambda: backward(vae.encode, pictures, latents))
        measure("vae decode, backward", k, lambda: backward(vae.decode, latents, pictures))


def compare(a):
    """Times what NetBench times, by its rules: samples of at least 0.3 s, medians, after one run that does not count."""
    torch.set_num_threads(1)
    unet, control, vae = (
        net(f"{a.random}/{folder}", torch.device("cpu"), torch.float32)
        for net, folder in ((UNet, "model/unet"), (ControlNet, "controlnet"), (Vae, "model/vae")))
    latent, side = a.side // FACTOR, a.side
    sample, text = torch.randn(2, 4, latent, latent), torch.randn(2, 77, unet.config["cross_attention_dim"])
    timesteps, condition = torch.full((2,), 500), torch.rand(2, 3, side, side)
    picture, pixels = torch.randn(1, 3, side, side).clamp(-1, 1), torch.randn(1, 3, side, side)
    latents, noise = 0.5 * torch.randn(1, 4, latent, latent), torch.randn(1, 4, latent, latent)
    y, x = torch.meshgrid(torch.linspace(-1, 1, side), torch.linspace(-1, 1, side), indexing="ij")
    grid = torch.stack([1.02 * x + 0.1 * y + 0.05 * torch.sin(3 * y), 0.98 * y - 0.1 * x + 0.05 * torch.cos(2 * x)], -1)[None]

    def backward(function, leaf, seed):
        leaf = leaf.detach().requires_grad_()
        torch.autograd.grad(function(leaf), leaf, seed)

    def forward(function, *arguments):
        with torch.no_grad():
            return function(*arguments)

    def step():
        leaf = latents.detach().requires_grad_()
        texture = (vae.decode(leaf / 0.18215) / 2 + 0.5).clamp(0, 1)
        render = F.grid_sample(texture, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
        encoded = 0.18215 * vae.encode(2 * render - 1)
        noisy = torch.cat([0.5 * encoded.detach() + 0.8 * noise] * 2)
        controls = forward(control.forward, noisy, timesteps, text, torch.cat([condition[:1]] * 2))
        without, with_text = forward(unet.forward, noisy, timesteps, text, controls).chunk(2)
        torch.autograd.grad(encoded, leaf, with_text + 100 * (with_text - without) - noise)

    for what, body in {
        "unet_forward": lambda: forward(unet.forward, sample, timesteps, text),
        "controlnet_forward": lambda: forward(control.forward, sample, timesteps, text, condition),
        "vae_encode_forward_backward": lambda: backward(vae.encode, picture, noise),
        "vae_decode_forward_backward": lambda: backward(vae.decode, latents, pixels),
        "texture_sds_step": step,
    }.items():
        body()
        walls, cpus = [], []
        for _ in range(5):
            start, used, runs = time.perf_counter(), time.process_time(), 0
            while runs == 0 or time.perf_counter() - start < 0.3:
                body()
                runs += 1
            walls.append(1e3 * (time.perf_counter() - start) / runs)
            cpus.append(1e3 * (time.process_time() - used) / runs)
        print(json.dumps({
            "what": what, "median_ms": statistics.median(walls), "median_cpu_ms": statistics.median(cpus)}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("random", nargs="?")
    parser.add_argument("--golden")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--dtype", default="float16")
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--batches", default="1,4,8")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--benchmark", action="store_true")
    parser.add_argument("--part", default="peer", help="what lines call it")
    a = parser.parse_args()
    if a.golden:
        golden(a)
    elif a.random and a.compare:
        compare(a)
    elif a.random:
        time_nets(a)
    else:
        parser.error("Missing RANDOM or --golden")


if __name__ == "__main__":
    main()
