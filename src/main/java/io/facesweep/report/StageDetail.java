package io.facesweep.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.facesweep.store.StageFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the page to compare shows of a stage and no other page needs, as a script that it loads when
 * it does: its step curve and its files.
 */
final class StageDetail {
  private static final Gson GSON = new Gson(); // escapes < > & = '

  private StageDetail() {}

  /** Name of a stage's file, relative to the report's folder. */
  static String file(String stage) {
    return "stages/" + StageExporter.shortId(stage) + "/detail.js";
  }

  static byte[] script(SweepData data, String stage) {
    return "facesweepStage(%s, %s);\n"
        .formatted(GSON.toJson(StageExporter.shortId(stage)), GSON.toJson(json(data, stage)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject json(SweepData data, String stage) {
    JsonObject json = new JsonObject();
    StageCurve curve = data.curves().get(stage);
    JsonObject curves = new JsonObject();
    if (curve != null) {
      json.addProperty("phase", curve.phase());
      for (String name : curve.names().stream().sorted(StepSeries.ORDER).toList()) {
        List<double[]> points = curve.points(name);
        if (points.size() > 1) {
          curves.add(StepSeries.title(name), flat(points));
        }
      }
    }
    json.add("curves", curves);
    JsonArray files = new JsonArray();
    for (StageFile file : data.files().getOrDefault(stage, List.of())) {
      JsonArray one = new JsonArray();
      one.add(file.name());
      one.add(file.asset().bytes());
      one.add(file.asset().sha256());
      files.add(one);
    }
    json.add("files", files);
    return json;
  }

  /** Step, value, step ... */
  private static JsonArray flat(List<double[]> points) {
    JsonArray flat = new JsonArray();
    for (double[] point : points) {
      flat.add((float) point[0]);
      flat.add((float) point[1]);
    }
    return flat;
  }
}
