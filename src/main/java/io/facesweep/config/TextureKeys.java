package io.facesweep.config;

import io.facesweep.config.Schema.Block;
import io.facesweep.settings.DepthConvention;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.OptimizerSettings;
import io.facesweep.settings.PriorSchedule;
import io.facesweep.settings.TextureInit;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import java.util.List;
import java.util.Map;

/** The keys of the {@code texture} block. */
final class TextureKeys {
  private static final OptimizerSettings OPTIMIZER =
      new OptimizerSettings(
          OptimizerKind.ADAMW, 0.05, 0.01, List.of(0.9, 0.99), 1e-15, 0, 0.9, 100);
  private static final String CANNY_PROMPT = "face texture";
  private static final String UNET_PROMPT = "a diffuse texture map of a human face in UV space";

  final Key<Integer> steps;
  final Key<Integer> latentSteps;
  final Key<Integer> resolution;
  final Key<Integer> renderResolution;
  final GuidanceKeys guidance;
  final OptimizerKeys optimizer;
  final Key<TextureInit> init;
  final Key<String> initTexture;
  final Key<Boolean> depthControl;
  final Key<Double> depthScale;
  final Key<DepthConvention> depthConvention;
  final Key<TexturePrior> prior;
  final Key<String> priorPrompt;
  final Key<Double> priorGuidanceScale;
  final Key<Double> priorWeight;
  final Key<Double> priorWeightStart;
  final Key<PriorSchedule> priorSchedule;
  final Key<Double> priorControlScale;
  final Key<String> priorEdges;
  final Key<Boolean> priorYuv;
  final Key<Double> priorYuvWeight;
  final Key<Double> symmetryWeight;
  final Key<Double> smoothnessWeight;
  final Key<Boolean> wrap;
  final LightKeys light;

  TextureKeys(Block block, Block guidanceBlock) {
    Kind<Double> weight = Kinds.number(0, 1e9);
    steps = block.key("steps", Kinds.whole(1, 1_000_000), 400, "steps of the phase");
    latentSteps =
        block.key(
            "latent-steps",
            Kinds.whole(0, 1_000_000),
            200,
            "how many of them, first, in latent space");
    resolution =
        block.key("resolution", Kinds.multiple(8, 8, 8192), 512, "side of the texture, texels");
    renderResolution =
        block.key(
            "render-resolution",
            Kinds.multiple(8, 8, 4096),
            512,
            "side of the image-space render, pixels");
    guidance = new GuidanceKeys(block.block("guidance", guidanceBlock));
    optimizer = new OptimizerKeys(block.block("optimizer"), OPTIMIZER);
    init =
        block.key(
            "init",
            Kinds.choice(TextureInit.class),
            TextureInit.FIXED_TEXTURE,
            "where the latents start");
    initTexture =
        block.key(
            "init-texture",
            Kinds.place(),
            "builtin:skin",
            "the fixed texture: builtin:skin or an image, by path or URI");
    depthControl =
        block.key("depth-control", Kinds.flag(), false, "a depth ControlNet sees the view's depth");
    depthScale =
        block.key(
            "depth-scale", Kinds.number(0, 10), 1.0, "conditioning scale of the depth ControlNet");
    depthConvention =
        block.key(
            "depth-convention",
            Kinds.choice(DepthConvention.class),
            DepthConvention.NEAR_BRIGHT,
            "which end of the depth is bright");
    prior =
        block.key(
            "prior",
            Kinds.choice(TexturePrior.class, Map.of("canny", TexturePrior.CANNY_CONTROLNET)),
            TexturePrior.NONE,
            "the texture prior; canny is short for canny-controlnet");
    priorPrompt =
        block.optional(
            "prior-prompt",
            Kinds.text(),
            "\"%s\", or \"%s\" for texture-unet".formatted(CANNY_PROMPT, UNET_PROMPT),
            "text given to the prior");
    priorGuidanceScale =
        block.key(
            "prior-guidance-scale", Kinds.number(0, 10_000), 1.0, "guidance scale of the prior");
    priorWeight =
        block.key(
            "prior-weight",
            weight,
            3.0,
            "weight of the prior's gradient, and the end of a schedule");
    priorWeightStart =
        block.key("prior-weight-start", weight, 20.0, "where the schedules linear and log start");
    priorSchedule =
        block.key(
            "prior-schedule",
            Kinds.choice(PriorSchedule.class),
            PriorSchedule.CONSTANT,
            "how the prior's weight moves over the steps");
    priorControlScale =
        block.key(
            "prior-control-scale",
            Kinds.number(0, 10),
            1.0,
            "conditioning scale of the Canny ControlNet");
    priorEdges =
        block.key(
            "prior-edges",
            Kinds.place(),
            "auto",
            "the fixed edge image; auto: edges of init-texture");
    priorYuv =
        block.key("prior-yuv", Kinds.flag(), false, "the texture UNet's YUV twin adds a gradient");
    priorYuvWeight = block.key("prior-yuv-weight", weight, 1.0, "weight of that gradient");
    symmetryWeight =
        block.key(
            "symmetry-weight",
            weight,
            0.0,
            "weight of the left-right symmetry loss, a sum over texels; for UVs that mirror at u = 1/2");
    smoothnessWeight = block.key("smoothness-weight", weight, 0.0, "weight of the smoothness loss");
    wrap = block.key("wrap", Kinds.flag(), false, "the latent wraps around left and right");
    light = new LightKeys(block.block("light"), LightMode.AMBIENT);
  }

  TextureSettings read(Values values) {
    TexturePrior used = values.get(prior);
    return new TextureSettings(
        values.get(steps),
        values.get(latentSteps),
        values.get(resolution),
        values.get(renderResolution),
        guidance.read(values),
        optimizer.read(values),
        values.get(init),
        values.get(initTexture),
        values.get(depthControl),
        values.get(depthScale),
        values.get(depthConvention),
        used,
        values
            .find(priorPrompt)
            .orElse(used == TexturePrior.TEXTURE_UNET ? UNET_PROMPT : CANNY_PROMPT),
        values.get(priorGuidanceScale),
        values.get(priorWeight),
        values.get(priorWeightStart),
        values.get(priorSchedule),
        values.get(priorControlScale),
        values.get(priorEdges),
        values.get(priorYuv),
        values.get(priorYuvWeight),
        values.get(symmetryWeight),
        values.get(smoothnessWeight),
        values.get(wrap),
        light.read(values));
  }
}
