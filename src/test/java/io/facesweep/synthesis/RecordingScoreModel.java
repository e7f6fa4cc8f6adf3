package io.facesweep.synthesis;

import io.facesweep.guidance.Control;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pulls latents towards zero and writes down what it was asked: for each call and item, by aspect,
 * so that tests can tell what an option changed. It can be told to give NaN.
 */
final class RecordingScoreModel implements ScoreDistillation {
  private final List<String> texts = new ArrayList<>();
  private final List<List<Map<String, Object>>> calls = new ArrayList<>();
  private final List<Integer> broken = new ArrayList<>();
  private String brokenText = "";

  /** At these calls, gradients of prompts with the text hold one NaN. */
  RecordingScoreModel breakAt(String text, Integer... atCalls) {
    brokenText = text;
    broken.addAll(List.of(atCalls));
    return this;
  }

  /** What item {@code item} of call {@code call} was. */
  Map<String, Object> seen(int call, int item) {
    return calls.get(call).get(item);
  }

  int calls() {
    return calls.size();
  }

  int items(int call) {
    return calls.get(call).size();
  }

  List<String> texts() {
    return texts;
  }

  @Override
  public int timesteps() {
    return 1000;
  }

  @Override
  public boolean has(ModelRole role) {
    return true;
  }

  @Override
  public Tensor embed(String text) {
    texts.add(text);
    return Tensor.of(new float[] {texts.size() - 1}, 1, 1, 1);
  }

  @Override
  public DistillationResult gradient(DistillationQuery request) {
    int call = calls.size();
    calls.add(new ArrayList<>());
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      int batch = request.timesteps().length;
      float[] factors = new float[batch];
      long[] nonFinite = new long[batch];
      for (int i = 0; i < batch; i++) {
        Map<String, Object> aspects = aspects(request, i);
        calls.get(call).add(aspects);
        factors[i] = (float) request.guidance().get(i).scale();
        boolean breaks =
            broken.contains(call) && aspects.get("text").toString().contains(brokenText);
        nonFinite[i] = breaks ? 1 : 0;
      }
      Tensor scale = Tensor.of(factors, batch, 1, 1, 1);
      Tensor gradient = scope.keep(request.latents().addScaled(request.noise(), 0.1).mul(scale));
      return Toys.result(request, gradient, nonFinite);
    }
  }

  private Map<String, Object> aspects(DistillationQuery request, int item) {
    Map<String, Object> aspects = new TreeMap<>();
    aspects.put("z", values(request.latents(), item));
    aspects.put("noise", values(request.noise(), item));
    aspects.put("timestep", request.timesteps()[item]);
    aspects.put("text", texts.get((int) request.texts().get(1).toFloats()[item]));
    aspects.put("negative", texts.get((int) request.texts().get(0).toFloats()[item]));
    aspects.put("guidance", request.guidance().get(item));
    aspects.put("loss", request.loss());
    for (int i = 2; i < request.texts().size(); i++) {
      aspects.put("text " + i, texts.get((int) request.texts().get(i).toFloats()[item]));
    }
    for (Control control : request.controls()) {
      aspects.put(control.role() + " image", values(control.images(), item));
      aspects.put(control.role() + " scale", control.scales()[item]);
    }
    return aspects;
  }

  private static List<Float> values(Tensor items, int item) {
    float[] floats = items.select(0, item).toFloats();
    List<Float> list = new ArrayList<>(floats.length);
    for (float value : floats) {
      list.add(value);
    }
    return list;
  }

  @Override
  public String toString() {
    return "RecordingScoreModel" + Arrays.asList(calls.size());
  }
}
