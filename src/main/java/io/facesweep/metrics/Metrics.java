package io.facesweep.metrics;

import static io.facesweep.metrics.Metric.Direction.HIGHER_IS_BETTER;
import static io.facesweep.metrics.Metric.Direction.LOWER_IS_BETTER;
import static io.facesweep.metrics.Metric.Direction.NEUTRAL;
import static io.facesweep.metrics.Metric.Standing.LEFT_OUT;
import static io.facesweep.metrics.Metric.Standing.SHOWN;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every metric, in the order in which tables and reports show them. */
public final class Metrics {
  private static final String FLAG = "probability by the net";
  private static final String ERROR = "squared error of unit-variance noise, per element";

  public static final Metric FIT_TEXT =
      new Metric(
          "fit_text",
          ERROR,
          "any; 0 where the prompt tells nothing",
          HIGHER_IS_BETTER,
          Metric.Standing.SHOWN,
          "How much better the diffusion model predicts the noise on textured renders with the"
              + " prompt than with an empty one, over held-out views, timesteps and noise.");

  public static final Metric FIT_TEXT_PRECISION =
      new Metric(
          "fit_text_precision",
          "share",
          "0 or 1; chance is 1 / (rivals + 1)",
          HIGHER_IS_BETTER,
          Metric.Standing.SHOWN,
          "Whether the diffusion model predicts the noise on textured renders better with the"
              + " trial's own prompt than with any of up to 9 other prompts of the sweep"
              + " (R-precision by the model itself).");

  public static final Metric GEOMETRY_FIT_TEXT =
      new Metric(
          "geometry_fit_text",
          ERROR,
          "any; 0 where the prompt tells nothing",
          HIGHER_IS_BETTER,
          Metric.Standing.SHOWN,
          "fit_text on grey renders.");

  public static final Metric GEOMETRY_FIT_TEXT_PRECISION =
      new Metric(
          "geometry_fit_text_precision",
          "share",
          "0 or 1; chance is 1 / (rivals + 1)",
          HIGHER_IS_BETTER,
          Metric.Standing.SHOWN,
          "fit_text_precision on grey renders.");

  public static final Metric FIT_VIEW =
      new Metric(
          "fit_view",
          ERROR,
          "any; above 0 the sides and the back look like fronts",
          LOWER_IS_BETTER,
          Metric.Standing.SHOWN,
          "On textured renders of the sides and the back: error of the noise prediction with the"
              + " prompt that names the right view, minus the error with \"front view\".");

  public static final Metric GEOMETRY_FIT_VIEW =
      new Metric(
          "geometry_fit_view",
          ERROR,
          "any; above 0 the sides and the back look like fronts",
          LOWER_IS_BETTER,
          Metric.Standing.SHOWN,
          "fit_view on grey renders.");

  public static final Metric CLIP_SCORE =
      new Metric(
          "clip_score",
          "100 x cosine",
          "-100 to 100",
          HIGHER_IS_BETTER,
          "Cosine between the CLIP vectors of textured renders and of the prompt, x 100, mean over"
              + " held-out views; by the model of models.clip.");

  public static final Metric CLIP_PRECISION =
      new Metric(
          "clip_precision",
          "share",
          "0 or 1; chance is 1 / (rivals + 1)",
          HIGHER_IS_BETTER,
          "Whether clip_score is higher with the trial's own prompt than with any of up to 9 other"
              + " prompts of the sweep (R-precision by CLIP).");

  public static final Metric GEOMETRY_CLIP_SCORE =
      new Metric(
          "geometry_clip_score",
          "100 x cosine",
          "-100 to 100",
          HIGHER_IS_BETTER,
          "clip_score on grey renders.");

  public static final Metric GEOMETRY_CLIP_PRECISION =
      new Metric(
          "geometry_clip_precision",
          "share",
          "0 or 1; chance is 1 / (rivals + 1)",
          HIGHER_IS_BETTER,
          "clip_precision on grey renders.");

  public static final Metric FACE_FRONT =
      new Metric(
          "face_front",
          FLAG,
          "0 to 1",
          HIGHER_IS_BETTER,
          "How sure FaceMesh is that the textured render of the front shows a face.");

  public static final Metric FACE_BACK =
      new Metric(
          "face_back",
          FLAG,
          "0 to 1; above 0.5 a second face is seen",
          LOWER_IS_BETTER,
          "The largest flag of FaceMesh on textured renders of the sides and the back, from 90 to"
              + " 270 degrees in steps of 45: an independent look for Janus faces.");

  public static final Metric FACES =
      new Metric(
          "faces",
          "views",
          "0 to 8; 3 of an ordinary head",
          NEUTRAL,
          "In how many of 8 textured renders all around the head FaceMesh sees a face.");

  public static final Metric LANDMARK_ERROR =
      new Metric(
          "landmark_error",
          "percent of the distance between the eyes",
          "0 and above",
          LOWER_IS_BETTER,
          "How far the painted face is from the geometry's: mean over both eyes and the mouth of the"
              + " distance between the middle of FaceMesh's points on the textured front and the"
              + " middle of the geometry's own region. No value where FaceMesh sees no face; against"
              + " the net's points on the grey front where the face model has no such regions.");

  public static final Metric GEOMETRY_FACE_FRONT =
      new Metric(
          "geometry_face_front", FLAG, "0 to 1", HIGHER_IS_BETTER, "face_front on grey renders.");

  public static final Metric GEOMETRY_FACE_BACK =
      new Metric(
          "geometry_face_back",
          FLAG,
          "0 to 1; above 0.5 a second face is seen",
          LOWER_IS_BETTER,
          "face_back on grey renders.");

  public static final Metric BAKED_LIGHT =
      new Metric(
          "baked_light",
          "natural logarithm of luminance",
          "0 and above",
          LOWER_IS_BETTER,
          "Standard deviation over the skin of the part of the albedo's log luminance, in linear"
              + " light, that the nine spherical harmonics of the normals explain: light and shade"
              + " that follow the shape. Spots, beards and flat colours have none.");

  public static final Metric LIGHTING_VARIATION =
      new Metric(
          "lighting_variation",
          "share of the mean",
          "0 and above",
          LOWER_IS_BETTER,
          "Standard deviation / mean of the albedo's luminance on the skin, after a Gaussian blur"
              + " of 1/16 of the texture's side: light and shade baked into the texture.");

  public static final Metric LIGHTING_ASYMMETRY =
      new Metric(
          "lighting_asymmetry",
          "share of the mean",
          "0 and above",
          LOWER_IS_BETTER,
          "Mean absolute difference between the blurred luminance of lighting_variation and its"
              + " left-right mirror image, on skin that has skin opposite, / mean.");

  public static final Metric SHARPNESS =
      new Metric(
          "sharpness",
          "squared luminance",
          "0 to 16",
          NEUTRAL,
          "Variance of the Laplacian of the albedo's luminance on the skin. Noise is sharp too.");

  public static final Metric SATURATION =
      new Metric(
          "saturation",
          "share",
          "0 to 1",
          NEUTRAL,
          "Mean HSV saturation of the albedo on the skin. High guidance scales oversaturate.");

  public static final Metric COEFFICIENT_NORM =
      new Metric(
          "coefficient_norm",
          "standard deviations",
          "0 and above",
          NEUTRAL,
          "Euclidean norm of the face model's coefficients: how far the shape is from the mean.");

  public static final Metric MISREGISTRATION =
      new Metric(
          "misregistration",
          "percent of the texture's side",
          "0 to 9",
          LOWER_IS_BETTER,
          "How far the texture must be shifted for its edges to fit best to the borders of the face"
              + " model's eyes and lips. Blind to shading. No value where no shift fits, and of face"
              + " models that do not know their eyes and lips.");

  public static final Metric CHANGE =
      new Metric(
          "change",
          "linear light",
          "0 to 1",
          NEUTRAL,
          "Mean absolute difference of the albedo to the one before the first step, in linear light,"
              + " over what held-out views see of the head.");

  public static final Metric CHANGE_GEOMETRY =
      new Metric(
          "change_geometry",
          "percent of the head's height",
          "0 and above",
          NEUTRAL,
          "Mean distance of the vertices from where they are before the first step.");

  public static final Metric NON_FINITE =
      new Metric(
          "non_finite_gradients",
          "values",
          "0 and above",
          LOWER_IS_BETTER,
          "Gradient values that were NaN or infinite, over all steps.");

  public static final Metric FAILED =
      new Metric(
          "failed",
          "share",
          "0 or 1",
          LOWER_IS_BETTER,
          "Whether the trial failed. Trials that did not run have no value.");

  public static final Metric GEOMETRY_SECONDS =
      new Metric(
          "geometry_seconds",
          "seconds",
          "0 and above",
          LOWER_IS_BETTER,
          SHOWN,
          "The trial's share of the wall time of its geometry phase.");

  public static final Metric TEXTURE_SECONDS =
      new Metric(
          "texture_seconds",
          "seconds",
          "0 and above",
          LOWER_IS_BETTER,
          SHOWN,
          "The trial's share of the wall time of its texture phase, or of joint optimisation.");

  public static final Metric PEAK_MEMORY =
      new Metric(
          "peak_memory",
          "bytes",
          "above 0",
          LOWER_IS_BETTER,
          LEFT_OUT,
          "Most memory that the process has held so far, without a GPU's. Of a process that ran"
              + " other trials before: theirs too.");

  /** All of them. */
  public static final List<Metric> ALL =
      List.of(
          FIT_TEXT,
          FIT_TEXT_PRECISION,
          GEOMETRY_FIT_TEXT,
          GEOMETRY_FIT_TEXT_PRECISION,
          FIT_VIEW,
          GEOMETRY_FIT_VIEW,
          CLIP_SCORE,
          CLIP_PRECISION,
          GEOMETRY_CLIP_SCORE,
          GEOMETRY_CLIP_PRECISION,
          FACE_FRONT,
          FACE_BACK,
          FACES,
          LANDMARK_ERROR,
          GEOMETRY_FACE_FRONT,
          GEOMETRY_FACE_BACK,
          BAKED_LIGHT,
          LIGHTING_VARIATION,
          LIGHTING_ASYMMETRY,
          SHARPNESS,
          SATURATION,
          MISREGISTRATION,
          COEFFICIENT_NORM,
          CHANGE,
          CHANGE_GEOMETRY,
          NON_FINITE,
          FAILED,
          GEOMETRY_SECONDS,
          TEXTURE_SECONDS,
          PEAK_MEMORY);

  private Metrics() {}

  /** Values with what they mean, by name; null for a value that is not finite. */
  public static JsonObject json(Map<Metric, Double> values) {
    JsonObject json = new JsonObject();
    values.forEach(
        (metric, value) -> {
          JsonObject entry = new JsonObject();
          entry.add("value", Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
          entry.addProperty("unit", metric.unit());
          entry.addProperty("range", metric.range());
          entry.addProperty("direction", metric.direction().name().toLowerCase(Locale.ROOT));
          entry.addProperty("definition", metric.definition());
          json.add(metric.name(), entry);
        });
    return json;
  }

  /** Returns the values in the order of {@link #ALL}, then those of named judges by name. */
  public static Map<Metric, Double> inOrder(Map<Metric, Double> values) {
    Map<Metric, Double> ordered = new LinkedHashMap<>();
    for (Metric metric : ALL) {
      Double value = values.get(metric);
      if (value != null) {
        ordered.put(metric, value);
      }
    }
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(Metric::name)))
        .forEachOrdered(entry -> ordered.putIfAbsent(entry.getKey(), entry.getValue()));
    return ordered;
  }

  /** The metric of a name, that of a named judge among them. */
  public static Optional<Metric> named(String name) {
    return ALL.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .or(() -> NamedMetrics.find(name));
  }
}
