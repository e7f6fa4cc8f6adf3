package io.facesweep.report;

import java.util.Map;

/**
 * What a level does to a measure, as the end of a sentence that begins with the level.
 *
 * @param lower where the measure falls
 * @param higher where it rises
 * @param less where a head changes less from its start, which scores better
 * @param more where it changes more
 * @param about the measure as a noun, for all else
 */
record MeasureWords(String lower, String higher, String less, String more, String about) {
  private static final Map<String, MeasureWords> KNOWN =
      Map.ofEntries(
          Map.entry(
              "baked_light",
              new MeasureWords(
                  "evens the lighting",
                  "bakes more light into the texture",
                  "bakes in less light",
                  "bakes in more light",
                  "the lighting")),
          Map.entry(
              "lighting_variation",
              new MeasureWords(
                  "evens the lighting",
                  "makes the lighting less even",
                  "disturbs the even lighting less",
                  "disturbs the even lighting more",
                  "the lighting")),
          Map.entry(
              "lighting_asymmetry",
              new MeasureWords(
                  "makes the light more symmetric",
                  "makes the light less symmetric",
                  "shifts the light less to one side",
                  "shifts the light more to one side",
                  "the symmetry of the light")),
          Map.entry("face_back", secondFaces("", "second faces at the sides and the back")),
          Map.entry(
              "geometry_face_back", secondFaces(" in the shape", "second faces in the shape")),
          Map.entry("face_front", front("the front", "the face in front")),
          Map.entry("geometry_face_front", front("the shape's front", "the face in the shape")),
          Map.entry(
              "clip_score",
              new MeasureWords(
                  "fits the prompt less",
                  "fits the prompt better",
                  "moves away from the prompt less",
                  "moves away from the prompt more",
                  "the fit to the prompt")),
          Map.entry(
              "landmark_error",
              new MeasureWords(
                  "brings the painted face nearer to the shape's",
                  "takes the painted face off the shape's",
                  "takes the painted face less far off the shape's",
                  "takes the painted face farther off the shape's",
                  "the place of the painted face")),
          Map.entry(
              "misregistration",
              new MeasureWords(
                  "aligns the texture with the shape",
                  "shifts the texture off the shape",
                  "shifts the texture less far off the shape",
                  "shifts the texture farther off the shape",
                  "the place of the texture on the shape")),
          Map.entry(
              "failed",
              new MeasureWords(
                  "fails less often",
                  "fails more often",
                  "fails less often",
                  "fails more often",
                  "how often trials fail")));

  private static MeasureWords secondFaces(String where, String about) {
    return new MeasureWords(
        "gives fewer second faces" + where,
        "gives more second faces" + where,
        "adds fewer second faces" + where,
        "adds more second faces" + where,
        about);
  }

  private static MeasureWords front(String what, String about) {
    return new MeasureWords(
        "makes %s less of a face".formatted(what),
        "makes %s more of a face".formatted(what),
        "spoils %s less".formatted(about),
        "spoils %s more".formatted(about),
        about);
  }

  /** Returns the words of a measure; those of one that is not known are made of its name. */
  static MeasureWords of(String measure) {
    String plain = plain(measure);
    return KNOWN.getOrDefault(
        measure,
        new MeasureWords(
            "lowers " + plain,
            "raises " + plain,
            "moves %s less far from its start".formatted(plain),
            "moves %s farther from its start".formatted(plain),
            plain));
  }

  /** Returns a measure's name as words. */
  static String plain(String measure) {
    return measure.replace('_', ' ');
  }
}
