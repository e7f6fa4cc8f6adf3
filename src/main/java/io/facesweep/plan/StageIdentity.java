package io.facesweep.plan;

import io.facesweep.plan.CanonicalJson.Written;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.GeometryRender;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.LightSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.OptimizerSettings;
import io.facesweep.settings.Phases;
import io.facesweep.settings.PriorSchedule;
import io.facesweep.settings.Sampling;
import io.facesweep.settings.TextureInit;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TimestepSchedule;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.ViewSampling;
import io.facesweep.settings.ViewSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which settings determine a stage, and nothing else: a setting that is not used, like the weight
 * of a prior that is off, is left out, so that stages which come out the same are the same.
 *
 * <p>Not part of it: the sweep's name, how it is run, and what is saved of it.
 */
final class StageIdentity {
  /** To be raised whenever the same settings begin to give another result. */
  static final int SYNTHESIS_VERSION = 1;

  private static final int MOST_WRITTEN = 10_000;
  private static final String AUTO_EDGES = "auto";

  private final Fingerprints fingerprints;
  private final ModelSettings models;
  private final Map<Object, Written> written = new HashMap<>();

  StageIdentity(Fingerprints fingerprints, ModelSettings models) {
    this.fingerprints = fingerprints;
    this.models = models;
  }

  /** What determines a geometry stage, apart from prompt and seed. */
  Map<String, Object> geometry(TrialSettings trial) {
    Map<String, Object> identity = common(trial);
    identity.put("stage", "geometry");
    identity.put("geometry", once("geometry", trial.geometry(), this::geometryPhase));
    identity.put("views", once("geometry views", trial.views(), v -> views(v, v.geometry())));
    return identity;
  }

  /** What determines a texture stage, apart from prompt, seed and the geometry it stands on. */
  Map<String, Object> texture(TrialSettings trial) {
    Map<String, Object> identity = common(trial);
    TextureSettings texture = trial.texture();
    identity.put("stage", trial.phases() == Phases.JOINT ? "joint" : "texture");
    identity.put("texture", once("texture", texture, this::texturePhase));
    identity.put("views", once("texture views", trial.views(), v -> views(v, v.texture())));
    if (trial.phases() == Phases.JOINT) {
      identity.put("geometry", once("joint geometry", trial.geometry(), this::jointGeometry));
    } else if (trial.phases() == Phases.TEXTURE_ONLY) {
      identity.put("geometry", Map.of("coefficients", coefficients(trial.geometry())));
    }
    return identity;
  }

  private Map<String, Object> common(TrialSettings trial) {
    Map<String, Object> identity = new HashMap<>();
    identity.put("version", SYNTHESIS_VERSION);
    identity.put("checkpoint", model(ModelRole.DIFFUSION));
    identity.put("face", model(ModelRole.FACE));
    identity.put("viewDependentPrompts", trial.viewDependentPrompts());
    if (models.dtype() != Dtype.AUTO) {
      identity.put("dtype", models.dtype());
    }
    if (models.vaeDtype() != Dtype.AUTO && models.vaeDtype() != models.dtype()) {
      identity.put("vaeDtype", models.vaeDtype());
    }
    return identity;
  }

  /** Sweeps have many trials and few different blocks: each is written once. */
  private <T> Written once(String part, T block, Function<T, Object> identity) {
    List<Object> key = List.of(part, block);
    Written known = written.get(key);
    if (known == null) {
      known = new Written(CanonicalJson.write(identity.apply(block)));
      if (written.size() >= MOST_WRITTEN) {
        written.clear();
      }
      written.put(key, known);
    }
    return known;
  }

  private Map<String, Object> geometryPhase(GeometrySettings geometry) {
    Map<String, Object> identity = jointGeometry(geometry);
    identity.put("steps", geometry.steps());
    identity.put("guidance", once("guidance", geometry.guidance(), StageIdentity::guidance));
    identity.put("render", geometry.render());
    identity.put("resolution", geometry.resolution());
    identity.put("encodeResolution", geometry.encodeResolution());
    if (geometry.render() != GeometryRender.NORMAL) {
      identity.put("greyAlbedo", geometry.greyAlbedo());
      identity.put("light", once("light", geometry.light(), StageIdentity::light));
    }
    if (geometry.render() == GeometryRender.MIX) {
      identity.put("normalProbability", geometry.normalProbability());
    }
    return identity;
  }

  /** What joint optimisation takes of the geometry block. */
  private Map<String, Object> jointGeometry(GeometrySettings geometry) {
    Map<String, Object> identity = new HashMap<>();
    identity.put("optimizer", once("optimizer", geometry.optimizer(), StageIdentity::optimizer));
    identity.put("l2Weight", geometry.l2Weight());
    identity.put("coefficientLimit", geometry.coefficientLimit());
    identity.put("coefficients", coefficients(geometry));
    return identity;
  }

  /** Coefficients that are not given are zero, so zeros at the end change nothing. */
  private static List<Double> coefficients(GeometrySettings geometry) {
    List<Double> given = geometry.coefficients();
    int length = given.size();
    while (length > 0 && given.get(length - 1) == 0) {
      length--;
    }
    return given.subList(0, length);
  }

  private Map<String, Object> texturePhase(TextureSettings texture) {
    Map<String, Object> identity = new HashMap<>();
    identity.put("steps", texture.steps());
    identity.put("latentSteps", texture.latentSteps());
    identity.put("resolution", texture.resolution());
    identity.put("renderResolution", texture.renderResolution());
    identity.put("guidance", once("guidance", texture.guidance(), StageIdentity::guidance));
    identity.put("optimizer", once("optimizer", texture.optimizer(), StageIdentity::optimizer));
    identity.put("init", texture.init());
    if (texture.init() == TextureInit.FIXED_TEXTURE) {
      identity.put("initTexture", fingerprints.file(texture.initTexture()));
    }
    if (texture.depthControl()) {
      identity.put("depth", depth(texture));
    }
    if (texture.prior() != TexturePrior.NONE) {
      identity.put("prior", prior(texture));
    }
    identity.put("symmetryWeight", texture.symmetryWeight());
    identity.put("smoothnessWeight", texture.smoothnessWeight());
    identity.put("wrap", texture.wrap());
    identity.put("light", once("light", texture.light(), StageIdentity::light));
    return identity;
  }

  private Map<String, Object> depth(TextureSettings texture) {
    return Map.of(
        "controlnet", model(ModelRole.DEPTH_CONTROLNET),
        "scale", texture.depthScale(),
        "convention", texture.depthConvention());
  }

  private Map<String, Object> prior(TextureSettings texture) {
    Map<String, Object> identity = new HashMap<>();
    identity.put("kind", texture.prior());
    identity.put("prompt", texture.priorPrompt());
    identity.put("guidanceScale", texture.priorGuidanceScale());
    identity.put("weight", texture.priorWeight());
    identity.put("schedule", texture.priorSchedule());
    if (texture.priorSchedule() != PriorSchedule.CONSTANT) {
      identity.put("weightStart", texture.priorWeightStart());
    }
    if (texture.prior() == TexturePrior.CANNY_CONTROLNET) {
      String edges = texture.priorEdges();
      identity.put("net", model(ModelRole.TEXTURE_CONTROLNET));
      identity.put("controlScale", texture.priorControlScale());
      identity.put(
          "edges",
          edges.equals(AUTO_EDGES)
              ? "of " + fingerprints.file(texture.initTexture())
              : fingerprints.file(edges));
    } else {
      identity.put("net", model(ModelRole.TEXTURE_UNET));
      if (texture.priorYuv()) {
        identity.put("yuvNet", model(ModelRole.TEXTURE_UNET_YUV));
        identity.put("yuvWeight", texture.priorYuvWeight());
      }
    }
    return identity;
  }

  private String model(ModelRole role) {
    String fingerprint = fingerprints.of(role, models);
    return fingerprint == null ? "none" : fingerprint;
  }

  private static Map<String, Object> guidance(GuidanceSettings guidance) {
    Map<String, Object> identity = new HashMap<>();
    identity.put("scale", guidance.scale());
    identity.put("form", guidance.form());
    identity.put("timestep", guidance.timestep());
    identity.put("tMax", guidance.tMax());
    identity.put("tMin", guidance.tMin());
    if (guidance.timestep() == TimestepSchedule.DREAMTIME) {
      identity.put(
          "dreamtime",
          List.of(
              guidance.dreamtime().m1(),
              guidance.dreamtime().m2(),
              guidance.dreamtime().s1(),
              guidance.dreamtime().s2()));
    }
    identity.put("clipNorm", guidance.clipNorm());
    identity.put("posterior", guidance.posterior());
    identity.put("negativePrompt", guidance.negativePrompt());
    identity.put("weighting", guidance.weighting());
    identity.put("nonFiniteLimit", guidance.nonFiniteLimit());
    return identity;
  }

  private static Map<String, Object> optimizer(OptimizerSettings optimizer) {
    Map<String, Object> identity = new HashMap<>();
    identity.put("kind", optimizer.kind());
    identity.put("learningRate", optimizer.learningRate());
    identity.put("weightDecay", optimizer.weightDecay());
    identity.put("betas", optimizer.betas());
    identity.put("eps", optimizer.eps());
    identity.put("maxGradNorm", optimizer.maxGradNorm());
    identity.put("decayFactor", optimizer.decayFactor());
    if (optimizer.decayFactor() != 1) {
      identity.put("decayEvery", optimizer.decayEvery());
    }
    return identity;
  }

  private static Map<String, Object> light(LightSettings light) {
    Map<String, Object> identity = new HashMap<>();
    identity.put("mode", light.mode());
    identity.put("intensity", light.intensity());
    if (light.mode() == LightMode.PRESETS) {
      identity.put("presets", light.presets());
    }
    return identity;
  }

  private static Map<String, Object> views(ViewSettings views, ViewSampling sampling) {
    return Map.of(
        "elevation", sampling(sampling.elevation()),
        "azimuth", sampling(sampling.azimuth()),
        "distanceOffset", sampling(sampling.distanceOffset()),
        "distance", views.distance(),
        "fov", views.fov(),
        "background", views.background());
  }

  private static Object sampling(Sampling sampling) {
    return sampling instanceof Sampling.Range range
        ? Map.of("min", range.min(), "max", range.max())
        : ((Sampling.Choices) sampling).values();
  }
}
