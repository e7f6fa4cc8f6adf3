package io.facesweep.metrics;

import io.facesweep.judges.FaceNets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nets that judge renders and that no trial is optimised with. Owns none of them.
 *
 * @param faceNets that look for faces; null for none
 * @param clips that compare renders and texts, by name
 * @param zeroShot what the clips are asked of every head; null for nothing
 * @param scorers of the user's
 * @param notTheJudge is shown what a judge throws, and throws itself where that is no fault of a
 *     judge, as where the device is broken
 */
public record Judges(
    @Nullable FaceNets faceNets,
    Map<String, ImageTextSimilarity> clips,
    @Nullable ZeroShot zeroShot,
    List<Scorer> scorers,
    Consumer<Throwable> notTheJudge) {
  /** Name of the face nets among the judges. */
  public static final String FACE_NETS = "face-nets";

  /** Name of the CLIP model that {@code models.clip} gives. */
  public static final String CLIP = "clip";

  /** None: only the diffusion model is asked, and shape and colour are measured. */
  public static final Judges NONE = new Judges(null, Map.of(), null, List.of(), e -> {});

  public Judges {
    clips = Collections.unmodifiableMap(new TreeMap<>(clips));
    scorers = List.copyOf(scorers);
  }

  /** Returns what a CLIP model is called among the judges. */
  static String ofClip(String name) {
    return name.equals(CLIP) ? CLIP : "clips." + name;
  }
}
