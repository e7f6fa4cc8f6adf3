package io.facesweep.diffusion;

import io.facesweep.ForeignText;
import io.facesweep.UserException;
import io.facesweep.tensor.Tensor;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StoredTensor;
import io.facesweep.weights.TensorEdit;
import io.facesweep.weights.WeightFile;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA of a UNet and a text encoder, by the names of kohya's scripts, of PEFT, or of older
 * versions of diffusers. It is merged while a net is read: a layer's weight is changed as it is
 * taken.
 */
final class Lora {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<layer>.+?)(?:\\.lora_(?:(?<kohya>down|up)|(?<peft>A|B)(?:\\.default)?)\\.weight"
              + "|(?<alpha>\\.alpha)"
              + "|(?:\\.lora|\\.lora_linear_layer|(?<processor>_lora))\\.(?<old>down|up)\\.weight)");
  private static final List<String> OTHER_KINDS =
      List.of("hada_", "lokr_", "lora_mid", "dora_scale", "oft_", "lora_magnitude_vector");
  private static final int MAX_LISTED = 8;

  private final LoraFile file;
  private final Map<LoraLayer, LoraModule> modules = new LinkedHashMap<>();
  private final Set<LoraModule> used = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The matrices of a layer, as they are found. */
  private static final class Found {
    private @Nullable StoredTensor down;
    private @Nullable StoredTensor up;
    private double alpha = Double.NaN;
    private final String name;

    private Found(String name) {
      this.name = name;
    }
  }

  private Lora(LoraFile file) {
    this.file = file;
  }

  /** Whether names of tensors are those of a LoRA. */
  static boolean looksLikeOne(Collection<String> names) {
    return !names.isEmpty()
        && names.stream()
            .anyMatch(name -> NAME.matcher(name).matches() && !name.endsWith(".alpha"));
  }

  /**
   * Reads what a LoRA changes.
   *
   * @throws UserException if it is none, of another kind or for another base, naming why
   */
  static Lora open(LoraFile file) {
    if (file.isPartOfFolder()) {
      throw refused(
          file,
          "its alpha stands in adapter_config.json beside it (name the folder %s in its place)"
              .formatted(file.config().getParent()));
    }
    WeightFile weights = WeightFile.open(file.weights());
    Lora lora = new Lora(file);
    Map<String, Found> layers = new LinkedHashMap<>();
    for (Map.Entry<String, StoredTensor> entry : weights.tensors().entrySet()) {
      lora.collect(entry.getKey(), entry.getValue(), layers);
    }
    LoraAlphas alphas =
        file.isFolder()
            ? LoraAlphas.ofConfig(JsonConfig.read(file.config()))
            : LoraAlphas.ofMetadata(file.path(), weights.metadata());
    layers.forEach((key, found) -> lora.add(LoraLayer.of(key), found, alphas));
    if (layers.isEmpty()) {
      throw lora.refused("it holds no LoRA (%s)".formatted(first(weights.tensors().keySet())));
    }
    return lora;
  }

  private void add(@Nullable LoraLayer layer, Found found, LoraAlphas alphas) {
    if (layer == null) {
      throw refused(
          "'%s' is neither of a UNet nor of a text encoder"
              .formatted(ForeignText.quoted(found.name)));
    }
    LoraModule module =
        LoraModule.of(
            found.name,
            file.path(),
            found.down,
            found.up,
            rank ->
                Double.isNaN(found.alpha)
                    ? alphas.of(layer.part(), found.name, rank)
                    : found.alpha);
    LoraModule other = modules.put(layer, module);
    if (other != null) {
      throw sameLayer(other, module);
    }
  }

  private void collect(String name, StoredTensor tensor, Map<String, Found> layers) {
    if (OTHER_KINDS.stream().anyMatch(name::contains)) {
      throw refused(
          "'%s' is of LoHa, LoKr, DoRA or the like (supported: LoRA of linear and convolutional layers)"
              .formatted(ForeignText.quoted(name)));
    }
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw refused("'%s' is no part of a LoRA".formatted(ForeignText.quoted(name)));
    }
    String layer = parts.group("layer");
    if (parts.group("processor") != null) {
      layer = layer.replace(".processor.", ".");
      layer = layer.endsWith(".to_out") ? layer + ".0" : layer;
    }
    String key = layer.replace('.', '_');
    if (LoraLayer.isXl(key)) {
      throw refused("it is for Stable Diffusion XL (supported: 1.x and 2.x)");
    }
    Found found = layers.computeIfAbsent(key, k -> new Found(parts.group("layer")));
    if (parts.group("alpha") != null) {
      if (tensor.elements() != 1) {
        throw refused("'%s' is not one number".formatted(ForeignText.quoted(name)));
      }
      found.alpha = tensor.floats()[0];
      if (!Double.isFinite(found.alpha)) {
        throw refused("'%s' is NaN or infinite".formatted(ForeignText.quoted(name)));
      }
      return;
    }
    String kind = parts.group("kohya") != null ? parts.group("kohya") : parts.group("old");
    boolean isDown = kind == null ? "A".equals(parts.group("peft")) : kind.equals("down");
    if (isDown) {
      found.down = tensor;
    } else {
      found.up = tensor;
    }
  }

  /**
   * Changes a UNet's weights.
   *
   * @param layersPerBlock residual blocks of a level on the way down
   */
  TensorEdit ofUnet(int layersPerBlock) {
    Map<String, LoraModule> layers =
        named(LoraLayer.Part.UNET, layer -> layer.inDiffusers(layersPerBlock));
    return (name, tensor) -> edited(layers, layer(name), tensor);
  }

  /** Changes a text encoder's weights. */
  TensorEdit ofText() {
    Map<String, LoraModule> layers = named(LoraLayer.Part.TEXT_ENCODER, LoraLayer::name);
    return (name, tensor) -> edited(layers, LoraLayer.withoutModel(layer(name)), tensor);
  }

  private Map<String, LoraModule> named(LoraLayer.Part part, Function<LoraLayer, String> name) {
    Map<String, LoraModule> named = new LinkedHashMap<>();
    modules.forEach(
        (layer, module) -> {
          if (layer.part() == part) {
            LoraModule other = named.put(name.apply(layer), module);
            if (other != null) {
              throw sameLayer(other, module);
            }
          }
        });
    return named;
  }

  private UserException sameLayer(LoraModule first, LoraModule second) {
    return refused(
        "'%s' and '%s' are the same layer"
            .formatted(ForeignText.quoted(first.name()), ForeignText.quoted(second.name())));
  }

  private static String layer(String tensor) {
    return tensor.endsWith(".weight")
        ? tensor.substring(0, tensor.length() - ".weight".length()).replace('.', '_')
        : "";
  }

  private Tensor edited(Map<String, LoraModule> layers, String layer, Tensor tensor) {
    LoraModule module = layers.get(layer);
    if (module == null) {
      return tensor;
    }
    used.add(module);
    return module.added(tensor, file.weight());
  }

  /** How much it changes, for people. */
  String described() {
    long unet = modules.keySet().stream().filter(l -> l.part() == LoraLayer.Part.UNET).count();
    return "%d of the UNet, %d of the text encoder".formatted(unet, modules.size() - unet);
  }

  /**
   * Checks that each of its layers has been found in the nets.
   *
   * @throws UserException listing those that have not
   */
  void requireUsed() {
    Set<String> left = new LinkedHashSet<>();
    for (LoraModule module : modules.values()) {
      if (!used.contains(module)) {
        left.add(module.name());
      }
    }
    if (!left.isEmpty()) {
      throw refused(
          "the model has no layers for %d of its %d (%s): it is for another base"
              .formatted(left.size(), modules.size(), first(left)));
    }
  }

  private static String first(Set<String> names) {
    String listed =
        names.stream().limit(MAX_LISTED).map(ForeignText::quoted).collect(Collectors.joining(", "));
    return names.size() > MAX_LISTED
        ? String.format(Locale.ROOT, "%s and %d more", listed, names.size() - MAX_LISTED)
        : listed;
  }

  private UserException refused(String why) {
    return refused(file, why);
  }

  private static UserException refused(LoraFile file, String why) {
    return new UserException("Cannot use LoRA %s: %s".formatted(file.path(), why));
  }
}
