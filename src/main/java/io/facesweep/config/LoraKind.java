package io.facesweep.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.facesweep.settings.Bounds;
import io.facesweep.settings.Decimals;
import io.facesweep.settings.LoraSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A LoRA: {@code { file = ..., weight = ... }}, or its file alone. */
record LoraKind() implements Kind<LoraSettings> {
  private static final String FILE = "file";
  private static final String WEIGHT = "weight";
  private static final double FULL = 1;

  /** Of magnitude: beyond it pictures fall apart. */
  private static final double MAX_WEIGHT = 10;

  private static final Kind<Double> NUMBER =
      Kinds.number(
          new Bounds(-MAX_WEIGHT, Double.NEGATIVE_INFINITY, MAX_WEIGHT, Double.POSITIVE_INFINITY));

  @Override
  public String expected() {
    return "{ file, weight } of a LoRA, the weight %s, 1 where it is not given"
        .formatted(NUMBER.expected());
  }

  @Override
  public @Nullable LoraSettings read(ConfigValue value) {
    if (!(value instanceof ConfigObject lora)) {
      String file = Kinds.place().read(value);
      return file == null ? null : new LoraSettings(file, FULL);
    }
    ConfigValue place = lora.get(FILE);
    ConfigValue factor = lora.get(WEIGHT);
    if (place == null || !Set.of(FILE, WEIGHT).containsAll(lora.keySet())) {
      return null;
    }
    String file = Kinds.place().read(place);
    Double weight = factor == null ? (Double) FULL : NUMBER.read(factor);
    return file == null || weight == null ? null : new LoraSettings(file, weight);
  }

  @Override
  public String write(LoraSettings lora) {
    return "{ file = %s, weight = %s }"
        .formatted(ConfigUtil.quoteString(lora.file()), Decimals.text(lora.weight()));
  }
}
