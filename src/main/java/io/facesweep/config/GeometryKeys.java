package io.facesweep.config;

import io.facesweep.config.Schema.Block;
import io.facesweep.settings.GeometryRender;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.OptimizerSettings;
import java.util.List;

/** The keys of the {@code geometry} block. */
final class GeometryKeys {
  private static final OptimizerSettings OPTIMIZER =
      new OptimizerSettings(
          OptimizerKind.ADAM, 0.05, 0, OptimizerKind.ADAM.betas(), 1e-8, 0, 1, 100);

  final Key<Integer> steps;
  final GuidanceKeys guidance;
  final OptimizerKeys optimizer;
  final Key<Double> l2Weight;
  final Key<Double> coefficientLimit;
  final Key<List<Double>> coefficients;
  final Key<GeometryRender> render;
  final Key<Double> normalProbability;
  final Key<Double> greyAlbedo;
  final Key<Integer> resolution;
  final Key<Integer> encodeResolution;
  final LightKeys light;

  GeometryKeys(Block block, Block guidanceBlock) {
    steps = block.key("steps", Kinds.whole(1, 1_000_000), 200, "steps of the phase");
    guidance = new GuidanceKeys(block.block("guidance", guidanceBlock));
    optimizer = new OptimizerKeys(block.block("optimizer"), OPTIMIZER);
    l2Weight =
        block.key(
            "l2-weight", Kinds.number(0, 1e9), 0.01, "weight of the sum of squared coefficients");
    coefficientLimit =
        block.key(
            "coefficient-limit",
            Kinds.number(0, 1000),
            0.0,
            "coefficients are clamped to this; 0 is off");
    coefficients =
        block.key(
            "coefficients",
            Kinds.list(Kinds.number(-1000, 1000), 0),
            List.of(),
            "where the coefficients start, in standard deviations; the shape itself with"
                + " texture-only");
    render =
        block.key(
            "render",
            Kinds.choice(GeometryRender.class),
            GeometryRender.GREY,
            "what the diffusion model sees");
    normalProbability =
        block.key(
            "normal-probability",
            Kinds.number(0, 1),
            0.5,
            "how often the normals are shown with render = mix");
    greyAlbedo = block.key("grey-albedo", Kinds.number(0, 1), 0.5, "albedo of every vertex");
    resolution =
        block.key("resolution", Kinds.multiple(8, 8, 4096), 224, "side of the render, pixels");
    encodeResolution =
        block.key(
            "encode-resolution",
            Kinds.multiple(8, 8, 4096),
            512,
            "side of the VAE's input, pixels");
    light = new LightKeys(block.block("light"), LightMode.PRESETS);
  }

  GeometrySettings read(Values values) {
    return new GeometrySettings(
        values.get(steps),
        guidance.read(values),
        optimizer.read(values),
        values.get(l2Weight),
        values.get(coefficientLimit),
        values.get(coefficients),
        values.get(render),
        values.get(normalProbability),
        values.get(greyAlbedo),
        values.get(resolution),
        values.get(encodeResolution),
        light.read(values));
  }
}
