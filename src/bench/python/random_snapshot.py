#!/usr/bin/env python3
"""Writes a snapshot with random weights in the layout of real ones.

  random_snapshot.py sd15|mid|small OUT TOKENIZER

OUT/model and OUT/controlnet, as float16 safetensors; TOKENIZER is a folder with vocab.json and merges.txt that is copied.
sd15 has Stable Diffusion 1.5's sizes, but for a small vocabulary: a UNet of 860 M parameters, a ControlNet of 361 M, a VAE of
84 M, a text encoder of 85 M; mid and small have the same structure for CPUs. Needs numpy, and nothing else.
"""
import json
import math
import os
import shutil
import sys

import numpy

SIZES = {
    "sd15": dict(
        unet=[320, 640, 1280, 1280], groups=32, heads=8, condition=[16, 32, 96, 256],
        vae=[128, 256, 512, 512], vae_groups=32, text=768, text_layers=12, text_heads=12),
    "mid": dict(
        unet=[64, 128, 256, 256], groups=32, heads=8, condition=[16, 32, 96, 256],
        vae=[64, 128, 256, 256], vae_groups=32, text=256, text_layers=4, text_heads=4),
    "small": dict(
        unet=[32, 32, 64, 64], groups=8, heads=4, condition=[8, 8, 16, 16],
        vae=[16, 16, 32, 32], vae_groups=8, text=32, text_layers=2, text_heads=4),
}
ATTENDED = [True, True, True, False]
LAYERS = 2
POSITIONS = 77
# Weights are slices of one block of normal numbers: a new number for each weight would take a minute.
BLOCK = 1 << 24


class Weights:
    """Shapes by name, of one file."""

    def __init__(self):
        self.shapes = {}

    def put(self, name, *shape):
        self.shapes[name] = shape

    def conv(self, name, inputs, outputs, kernel):
        self.put(name + ".weight", outputs, inputs, kernel, kernel)
        self.put(name + ".bias", outputs)

    def linear(self, name, inputs, outputs):
        self.put(name + ".weight", outputs, inputs)
        self.put(name + ".bias", outputs)

    def norm(self, name, channels):
        self.put(name + ".weight", channels)
        self.put(name + ".bias", channels)

    def resnet(self, name, inputs, outputs, time=0):
        self.norm(name + ".norm1", inputs)
        self.conv(name + ".conv1", inputs, outputs, 3)
        if time:
            self.linear(name + ".time_emb_proj", time, outputs)
        self.norm(name + ".norm2", outputs)
        self.conv(name + ".conv2", outputs, outputs, 3)
        if inputs != outputs:
            self.conv(name + ".conv_shortcut", inputs, outputs, 1)

    def transformer(self, name, channels, context):
        self.norm(name + ".norm", channels)
        self.conv(name + ".proj_in", channels, channels, 1)
        self.conv(name + ".proj_out", channels, channels, 1)
        block = name + ".transformer_blocks.0"
        for i in (1, 2, 3):
            self.norm(f"{block}.norm{i}", channels)
        for i, inner in ((1, channels), (2, context)):
            self.put(f"{block}.attn{i}.to_q.weight", channels, channels)
            self.put(f"{block}.attn{i}.to_k.weight", channels, inner)
            self.put(f"{block}.attn{i}.to_v.weight", channels, inner)
            self.linear(f"{block}.attn{i}.to_out.0", channels, channels)
        self.linear(block + ".ff.net.0.proj", channels, 8 * channels)
        self.linear(block + ".ff.net.2", 4 * channels, channels)

    def write(self, path, block):
        """Norms are ones and zeros, biases zeros, all else keeps the variance of what it is multiplied with."""
        header, offset = {"__metadata__": {"format": "pt"}}, 0
        for name, shape in self.shapes.items():
            size = 2 * math.prod(shape)
            header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [offset, offset + size]}
            offset += size
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        place = 0
        with open(path, "wb") as file:
            file.write(len(text).to_bytes(8, "little"))
            file.write(text)
            for name, shape in self.shapes.items():
                count = math.prod(shape)
                if len(shape) == 1:
                    file.write(numpy.full(count, 0 if name.endswith(".bias") else 1, numpy.float16).tobytes())
                    continue
                scale = numpy.float16(1 / math.sqrt(math.prod(shape[1:])))
                place = (place + 1000003) % (BLOCK // 2)
                while count > 0:
                    part = block[place:place + count]
                    file.write((part * scale).tobytes())
                    count -= len(part)
                    place = 0 if count else place


def encoder(weights, size):
    """What UNet and ControlNet have in common."""
    channels, time = size["unet"], 4 * size["unet"][0]
    weights.conv("conv_in", 4, channels[0], 3)
    weights.linear("time_embedding.linear_1", channels[0], time)
    weights.linear("time_embedding.linear_2", time, time)
    for level, own in enumerate(channels):
        down = f"down_blocks.{level}"
        for i in range(LAYERS):
            weights.resnet(f"{down}.resnets.{i}", channels[max(0, level - 1)] if i == 0 else own, own, time)
            if ATTENDED[level]:
                weights.transformer(f"{down}.attentions.{i}", own, size["text"])
        if level < len(channels) - 1:
            weights.conv(f"{down}.downsamplers.0.conv", own, own, 3)
    weights.resnet("mid_block.resnets.0", channels[-1], channels[-1], time)
    weights.resnet("mid_block.resnets.1", channels[-1], channels[-1], time)
    weights.transformer("mid_block.attentions.0", channels[-1], size["text"])


def unet(size):
    weights = Weights()
    encoder(weights, size)
    channels, time = size["unet"], 4 * size["unet"][0]
    last = len(channels) - 1
    for level in range(last, -1, -1):
        up, own = f"up_blocks.{last - level}", channels[level]
        for i in range(LAYERS + 1):
            below = channels[min(last, level + 1)] if i == 0 else own
            skipped = channels[max(0, level - 1)] if i == LAYERS else own
            weights.resnet(f"{up}.resnets.{i}", below + skipped, own, time)
            if ATTENDED[level]:
                weights.transformer(f"{up}.attentions.{i}", own, size["text"])
        if level > 0:
            weights.conv(f"{up}.upsamplers.0.conv", own, own, 3)
    weights.norm("conv_norm_out", channels[0])
    weights.conv("conv_out", channels[0], 4, 3)
    return weights


def controlnet(size):
    weights = Weights()
    encoder(weights, size)
    condition, channels = size["condition"], size["unet"]
    embedding = "controlnet_cond_embedding"
    weights.conv(embedding + ".conv_in", 3, condition[0], 3)
    for i in range(len(condition) - 1):
        weights.conv(f"{embedding}.blocks.{2 * i}", condition[i], condition[i], 3)
        weights.conv(f"{embedding}.blocks.{2 * i + 1}", condition[i], condition[i + 1], 3)
    weights.conv(embedding + ".conv_out", condition[-1], channels[0], 3)
    outputs = [channels[0]]
    for level, own in enumerate(channels):
        outputs += [own] * (LAYERS + (level < len(channels) - 1))
    for i, own in enumerate(outputs):
        weights.conv(f"controlnet_down_blocks.{i}", own, own, 1)
    weights.conv("controlnet_mid_block", channels[-1], channels[-1], 1)
    return weights


def vae(size):
    weights = Weights()
    channels = size["vae"]
    last = len(channels) - 1
    weights.conv("encoder.conv_in", 3, channels[0], 3)
    weights.conv("decoder.conv_in", 4, channels[last], 3)
    for level, own in enumerate(channels):
        down, up = f"encoder.down_blocks.{level}", f"decoder.up_blocks.{last - level}"
        for i in range(LAYERS):
            weights.resnet(f"{down}.resnets.{i}", channels[max(0, level - 1)] if i == 0 else own, own)
        for i in range(LAYERS + 1):
            weights.resnet(f"{up}.resnets.{i}", channels[min(last, level + 1)] if i == 0 else own, own)
        if level < last:
            weights.conv(f"{down}.downsamplers.0.conv", own, own, 3)
        if level > 0:
            weights.conv(f"{up}.upsamplers.0.conv", own, own, 3)
    for side in ("encoder", "decoder"):
        mid = side + ".mid_block"
        weights.resnet(mid + ".resnets.0", channels[last], channels[last])
        weights.resnet(mid + ".resnets.1", channels[last], channels[last])
        weights.norm(mid + ".attentions.0.group_norm", channels[last])
        for name in ("to_q", "to_k", "to_v", "to_out.0"):
            weights.linear(f"{mid}.attentions.0.{name}", channels[last], channels[last])
        weights.norm(side + ".conv_norm_out", channels[last] if side == "encoder" else channels[0])
    weights.conv("encoder.conv_out", channels[last], 8, 3)
    weights.conv("decoder.conv_out", channels[0], 3, 3)
    weights.conv("quant_conv", 8, 8, 1)
    weights.conv("post_quant_conv", 4, 4, 1)
    return weights


def text(size, vocabulary):
    weights = Weights()
    width = size["text"]
    weights.put("text_model.embeddings.token_embedding.weight", vocabulary, width)
    weights.put("text_model.embeddings.position_embedding.weight", POSITIONS, width)
    for i in range(size["text_layers"]):
        layer = f"text_model.encoder.layers.{i}"
        weights.norm(layer + ".layer_norm1", width)
        weights.norm(layer + ".layer_norm2", width)
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            weights.linear(f"{layer}.self_attn.{name}", width, width)
        weights.linear(layer + ".mlp.fc1", width, 4 * width)
        weights.linear(layer + ".mlp.fc2", 4 * width, width)
    weights.norm("text_model.final_layer_norm", width)
    return weights


def dump(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(content, file)


def main(name, out, tokenizer):
    size = SIZES[name]
    model = f"{out}/model"
    generator = numpy.random.default_rng(7)
    block = generator.standard_normal(BLOCK, dtype=numpy.float32).astype(numpy.float16)
    shutil.copytree(tokenizer, f"{model}/tokenizer", dirs_exist_ok=True)
    with open(f"{tokenizer}/vocab.json") as file:
        vocabulary = len(json.load(file))
    dump(f"{model}/model_index.json", {"_class_name": "StableDiffusionPipeline"})
    dump(f"{model}/scheduler/scheduler_config.json", {
        "_class_name": "DDIMScheduler", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
        "prediction_type": "epsilon"})
    downs = ["CrossAttnDownBlock2D" if attends else "DownBlock2D" for attends in ATTENDED]
    ups = ["CrossAttnUpBlock2D" if attends else "UpBlock2D" for attends in reversed(ATTENDED)]
    common = {
        "in_channels": 4, "layers_per_block": LAYERS, "block_out_channels": size["unet"], "down_block_types": downs,
        "cross_attention_dim": size["text"], "attention_head_dim": size["heads"], "norm_num_groups": size["groups"]}
    levels = len(size["vae"])
    stem = "diffusion_pytorch_model.safetensors"
    parts = [
        (f"{model}/unet", stem, unet(size),
         {"_class_name": "UNet2DConditionModel", "out_channels": 4, "up_block_types": ups, **common}),
        (f"{out}/controlnet", stem, controlnet(size),
         {"_class_name": "ControlNetModel", "conditioning_embedding_out_channels": size["condition"], **common}),
        (f"{model}/vae", stem, vae(size),
         {"_class_name": "AutoencoderKL", "block_out_channels": size["vae"],
          "down_block_types": ["DownEncoderBlock2D"] * levels, "up_block_types": ["UpDecoderBlock2D"] * levels,
          "layers_per_block": LAYERS, "norm_num_groups": size["vae_groups"], "latent_channels": 4, "in_channels": 3,
          "out_channels": 3, "scaling_factor": 0.18215}),
        (f"{model}/text_encoder", "model.safetensors", text(size, vocabulary),
         {"model_type": "clip_text_model", "hidden_act": "quick_gelu", "hidden_size": size["text"],
          "intermediate_size": 4 * size["text"], "num_attention_heads": size["text_heads"],
          "num_hidden_layers": size["text_layers"], "vocab_size": vocabulary}),
    ]
    for folder, file, weights, config in parts:
        dump(f"{folder}/config.json", config)
        weights.write(f"{folder}/{file}", block)
        count = sum(math.prod(shape) for shape in weights.shapes.values())
        print(json.dumps({"what": folder, "parameters": count}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in SIZES:
        sys.exit(__doc__)
    main(*sys.argv[1:])
