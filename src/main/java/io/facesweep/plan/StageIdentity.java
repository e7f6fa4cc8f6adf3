package io.facesweep.plan;

import io.facesweep.config.TrialValues;
import io.facesweep.plan.CanonicalJson.Written;
import io.facesweep.settings.CheckpointSettings;
import io.facesweep.settings.Declaration;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.Phases;
import io.facesweep.settings.Prediction;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.TextureInit;
import io.facesweep.settings.TextureParameter;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.WeightCopy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which settings determine a stage, and nothing else: a setting that is not used, like the weight
 * of a prior that is off, is left out, so that stages which come out the same are the same.
 *
 * <p>The number format is part of it as it is computed in, {@code auto} or not: at a large guidance
 * scale it changes results.
 *
 * <p>Not part of it: the sweep's name, how it is run, and what is saved of it.
 */
final class StageIdentity {
  /** To be raised whenever the same settings begin to give another result. */
  static final int SYNTHESIS_VERSION = 4;

  private static final int MAX_WRITTEN = 10_000;

  private static final Map<String, List<Declaration>> BY_BLOCK = byBlock();

  private final Fingerprints fingerprints;
  private final ModelSettings models;
  private final TrialSettings defaults = TrialValues.defaults();
  private final Map<Object, Written> written = new HashMap<>();

  StageIdentity(Fingerprints fingerprints, ModelSettings models) {
    this.fingerprints = fingerprints;
    this.models = models.resolved(fingerprints.automatic());
  }

  /** What determines a geometry stage, apart from prompt and seed. */
  Map<String, Object> geometry(TrialSettings trial) {
    TrialSettings stage = trial.withPhases(Phases.GEOMETRY_ONLY);
    Map<String, Object> identity = common(stage, geometryModel());
    identity.put("stage", "geometry");
    identity.put("geometry", once("geometry", stage, stage.geometry()));
    identity.put("views", once("views", stage, stage.views()));
    return identity;
  }

  /** What determines a texture stage, apart from prompt, seed and the geometry it stands on. */
  Map<String, Object> texture(TrialSettings trial) {
    Phases phases = trial.phases();
    TrialSettings stage = trial.withTexturePhase();
    Map<String, Object> identity = common(stage, ModelRole.DIFFUSION);
    identity.put("stage", phases == Phases.JOINT ? "joint" : "texture");
    identity.put("texture", once("texture", stage, stage.texture()));
    identity.put("views", once("views", stage, stage.views()));
    if (phases == Phases.JOINT || phases == Phases.TEXTURE_ONLY) {
      identity.put("geometry", once("geometry", stage, stage.geometry()));
    }
    return identity;
  }

  /**
   * What determines what a trial has before its first step, apart from prompt and seed. Settings of
   * a texture that only its steps use are none of it.
   */
  Map<String, Object> start(TrialSettings trial) {
    Map<String, Object> identity = new HashMap<>();
    putModels(identity, ModelRole.DIFFUSION);
    identity.put("coefficients", withoutZeros(trial.geometry().coefficients()));
    if (trial.phases().hasTexture()) {
      TextureSettings texture = trial.texture();
      identity.put("resolution", texture.resolution());
      identity.put("wrap", texture.wrap());
      identity.put("init", texture.init());
      if (texture.parameter() == TextureParameter.RGB) {
        identity.put("parameter", texture.parameter()); // has not been through the VAE
      }
      if (texture.init() == TextureInit.FIXED_TEXTURE) {
        identity.put("initTexture", fingerprints.file(texture.initTexture()));
      } else if (texture.init() == TextureInit.NOISE) {
        identity.put("isJoint", trial.phases() == Phases.JOINT); // has noise of its own
      }
    }
    return identity;
  }

  private Map<String, Object> common(TrialSettings stage, ModelRole checkpoint) {
    Map<String, Object> identity = used("", stage);
    putModels(identity, checkpoint);
    return identity;
  }

  /** The checkpoint of the geometry phase. */
  private ModelRole geometryModel() {
    return models.has(ModelRole.GEOMETRY_DIFFUSION)
        ? ModelRole.GEOMETRY_DIFFUSION
        : ModelRole.DIFFUSION;
  }

  private void putModels(Map<String, Object> identity, ModelRole checkpoint) {
    identity.put("version", SYNTHESIS_VERSION);
    identity.put("checkpoint", model(checkpoint));
    identity.put("face", model(ModelRole.FACE));
    putPart(identity, "faceUvs", ModelRole.FACE_UVS);
    putPart(identity, "faceRegions", ModelRole.FACE_REGIONS);
    identity.put("dtype", models.dtype());
    if (models.vaeDtype() != models.dtype()) {
      identity.put("vaeDtype", models.vaeDtype());
    }
    if (checkpoint == ModelRole.DIFFUSION) {
      identity.putAll(checkpoint());
    } else if (models.has(ModelRole.PARTS)) {
      identity.put(ModelRole.PARTS.text(), model(ModelRole.PARTS));
    }
  }

  /** A part of the face counts where one is named. */
  private void putPart(Map<String, Object> identity, String name, ModelRole part) {
    if (models.has(part)) {
      identity.put(name, model(part));
    }
  }

  /**
   * What makes the checkpoint another one than its files are; nothing where it is read as it is.
   */
  private Map<String, Object> checkpoint() {
    Map<String, Object> parts = new HashMap<>();
    for (ModelRole role : ModelRole.values()) {
      if (role.isPartOfDiffusion() && models.has(role)) {
        parts.put(role.text(), model(role));
      }
    }
    CheckpointSettings settings = models.checkpoint();
    if (settings.prediction() != Prediction.AUTO) {
      parts.put("prediction", settings.prediction());
    }
    if (settings.weights() != WeightCopy.PLAIN) {
      parts.put("weights", settings.weights());
    }
    if (!settings.loras().isEmpty()) {
      parts.put(
          "loras",
          settings.loras().stream()
              .map(lora -> List.of(fingerprints.file(lora.file()), lora.weight()))
              .toList());
    }
    if (!settings.embeddings().isEmpty()) {
      // Their order decides nothing.
      parts.put(
          "embeddings",
          settings.embeddings().stream()
              .map(each -> List.of(each.identityToken(), fingerprints.file(each.file())))
              .sorted(Comparator.comparing(Object::toString))
              .toList());
    }
    return parts;
  }

  /** Sweeps have many trials and few different blocks: each is written once. */
  private Written once(String name, TrialSettings stage, Record block) {
    List<Object> key = List.of(name, stage.phases(), block);
    Written known = written.get(key);
    if (known == null) {
      Map<String, Object> identity = used(name, stage);
      known = new Written(CanonicalJson.write(identity.getOrDefault(name, Map.of())));
      if (written.size() >= MAX_WRITTEN) {
        written.clear();
      }
      written.put(key, known);
    }
    return known;
  }

  /**
   * The settings of a block at the top that count, and what the models contain that they ask for,
   * under the names of the identity.
   */
  private Map<String, Object> used(String block, TrialSettings stage) {
    Map<String, Object> identity = new HashMap<>();
    for (Declaration declared : BY_BLOCK.getOrDefault(block, List.of())) {
      boolean isPart = !declared.identityPath().isEmpty() && declared.isUsed(stage);
      if (isPart && !(declared.setting().addedLater() && isDefault(declared, stage))) {
        put(identity, declared.identityPath(), value(declared, stage));
      }
      ModelRole role = declared.model(stage);
      if (role != null) {
        put(identity, declared.modelPath(), model(role));
      }
    }
    return identity;
  }

  private boolean isDefault(Declaration declared, TrialSettings stage) {
    return declared.value(stage).equals(declared.value(defaults));
  }

  private Object value(Declaration declared, TrialSettings stage) {
    Object value = declared.value(stage);
    if (declared.isImage()) {
      Declaration origin = declared.autoOf(stage);
      return origin == null
          ? fingerprints.file((String) value)
          : "of " + fingerprints.file((String) origin.value(stage));
    } else if (declared.setting().paddedWithZeros()) {
      return withoutZeros((List<?>) value);
    } else if (value instanceof Sampling.Range range) {
      return Map.of("min", range.min(), "max", range.max());
    }
    return value instanceof Sampling.Choices choices ? choices.values() : value;
  }

  /** What is not given is zero, so zeros at the end change nothing. */
  private static List<?> withoutZeros(List<?> given) {
    int length = given.size();
    while (length > 0 && ((Number) given.get(length - 1)).doubleValue() == 0) {
      length--;
    }
    return given.subList(0, length);
  }

  @SuppressWarnings("unchecked") // every inner object and list is made here
  private static void put(Map<String, Object> identity, List<String> path, Object value) {
    Map<String, Object> inner = identity;
    int last = path.size() - 1;
    for (String name : path.subList(0, last)) {
      if (path.get(last).equals(Declaration.IN_LIST) && name.equals(path.get(last - 1))) {
        ((List<Object>) inner.computeIfAbsent(name, n -> new ArrayList<>())).add(value);
        return;
      }
      inner = (Map<String, Object>) inner.computeIfAbsent(name, n -> new HashMap<>());
    }
    inner.put(path.get(last), value);
  }

  private String model(ModelRole role) {
    String fingerprint = fingerprints.of(role, models);
    return fingerprint == null ? "none" : fingerprint;
  }

  private static Map<String, List<Declaration>> byBlock() {
    Map<String, List<Declaration>> blocks = new LinkedHashMap<>();
    for (Declaration declared : TrialSettings.DECLARED.all()) {
      int dot = declared.path().indexOf('.');
      String block = dot < 0 ? "" : declared.path().substring(0, dot);
      blocks.computeIfAbsent(block, b -> new ArrayList<>()).add(declared);
    }
    return blocks;
  }
}
