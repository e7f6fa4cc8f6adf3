package io.facesweep.config;

import io.facesweep.config.Schema.Block;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.LightSettings;
import java.util.List;
import java.util.stream.IntStream;

/** The keys of one phase's {@code light} block. */
final class LightKeys {
  private static final int PRESETS = 16;

  final Key<LightMode> mode;
  final Key<List<Integer>> presets;
  final Key<Double> intensity;

  LightKeys(Block block, LightMode usual) {
    mode =
        block.key(
            "mode",
            Kinds.choice(LightMode.class),
            usual,
            "a preset drawn at each step, or one even light");
    presets =
        block.key(
            "presets",
            Kinds.distinct(Kinds.whole(0, PRESETS - 1), 1),
            IntStream.range(0, PRESETS).boxed().toList(),
            "which presets may be drawn");
    intensity = block.key("intensity", Kinds.above(0, 100), 1.0, "factor on the light");
  }

  LightSettings read(Values values) {
    return new LightSettings(values.get(mode), values.get(presets), values.get(intensity));
  }
}
