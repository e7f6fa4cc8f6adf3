package io.facesweep.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.store.Json;
import java.nio.charset.StandardCharsets;

/** What a texture stage needs of a geometry stage: the file with its coefficients. */
public final class GeometryFile {
  /** Its name among the stage's assets. */
  public static final String NAME = AssetNames.COEFFICIENTS;

  private GeometryFile() {}

  /** A file that has only what {@link #read} needs. */
  public static byte[] write(float[] coefficients) {
    JsonArray components = new JsonArray();
    for (float value : coefficients) {
      JsonObject component = new JsonObject();
      component.addProperty("value", value);
      components.add(component);
    }
    JsonObject json = new JsonObject();
    json.add("components", components);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The coefficients, exactly as they were.
   *
   * @param what the file, as messages name it
   * @throws UserException if it is not such a file, or has a number that is not finite
   */
  public static float[] read(byte[] content, String what) {
    float[] coefficients = numbers(content, what);
    for (int i = 0; i < coefficients.length; i++) {
      if (!Float.isFinite(coefficients[i])) {
        throw new UserException(
            "Cannot read %s: coefficient %d is %s (expected a finite number)"
                .formatted(what, i, coefficients[i]));
      }
    }
    return coefficients;
  }

  private static float[] numbers(byte[] content, String what) {
    try {
      JsonArray components =
          Json.object(new String(content, StandardCharsets.UTF_8)).getAsJsonArray("components");
      float[] coefficients = new float[components.size()];
      for (int i = 0; i < coefficients.length; i++) {
        coefficients[i] = components.get(i).getAsJsonObject().get("value").getAsFloat();
      }
      return coefficients;
    } catch (RuntimeException e) {
      // whoever may write to the output may have written anything
      throw new UserException("Cannot read %s: it has no coefficients".formatted(what), e);
    }
  }
}
