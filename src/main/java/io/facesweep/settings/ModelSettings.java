package io.facesweep.settings;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The models that trials compute with, keys {@code models.*}. Immutable.
 *
 * @param places by role, a path relative to the working directory or a URI that Hadoop reads, of
 *     what the role's {@link ModelRole.Form} says; no entry where none is given
 * @param dtype number format of the nets; default {@code auto}
 * @param vaeDtype number format of the VAE; {@code auto}, the default, is that of the nets
 * @param checkpoint how the diffusion model is read
 */
public record ModelSettings(
    Map<ModelRole, String> places, Dtype dtype, Dtype vaeDtype, CheckpointSettings checkpoint)
    implements Serializable {
  public ModelSettings {
    Map<ModelRole, String> copy = new EnumMap<>(ModelRole.class);
    copy.putAll(places);
    places = Collections.unmodifiableMap(copy);
  }

  /** Models of which the diffusion model is read as it is. */
  public ModelSettings(Map<ModelRole, String> places, Dtype dtype, Dtype vaeDtype) {
    this(places, dtype, vaeDtype, CheckpointSettings.DEFAULT);
  }

  /** Whether a model is given for a role. */
  public boolean has(ModelRole role) {
    return places.containsKey(role);
  }

  /** Returns where the model of a role lies; null where none is given. */
  public @Nullable String find(ModelRole role) {
    return places.get(role);
  }

  /**
   * Returns where the model of a role lies.
   *
   * @throws IllegalStateException if none is given
   */
  public String place(ModelRole role) {
    String place = places.get(role);
    if (place == null) {
      throw new IllegalStateException("Cannot open %s: it is not set".formatted(role.key()));
    }
    return place;
  }

  /** Whether the device decides a number format. */
  public boolean isAutomatic() {
    return dtype == Dtype.AUTO;
  }

  /**
   * Returns the same with number formats in the place of {@code auto}.
   *
   * @param automatic what it stands for; not auto itself
   */
  public ModelSettings resolved(Dtype automatic) {
    Dtype nets = dtype == Dtype.AUTO ? automatic : dtype;
    Dtype vae = vaeDtype == Dtype.AUTO ? nets : vaeDtype;
    return new ModelSettings(places, nets, vae, checkpoint);
  }

  /** Returns the same models at other places. */
  public ModelSettings at(UnaryOperator<String> each) {
    Map<ModelRole, String> others = new EnumMap<>(places);
    others.replaceAll((role, place) -> each.apply(place));
    return new ModelSettings(others, dtype, vaeDtype, checkpoint.at(each));
  }
}
