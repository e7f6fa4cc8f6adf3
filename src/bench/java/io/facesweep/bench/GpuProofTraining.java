package io.facesweep.bench;

import io.facesweep.tensor.Device;
import io.facesweep.train.TrainingListener;
import io.facesweep.train.demo.DemoRecipe;
import io.facesweep.train.demo.DemoTraining;
import io.facesweep.train.demo.RecipeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** {@code train demo} in little, at the size of its usual nets: every stage, and time of a step. */
final class GpuProofTraining {
  private static final int LOG_EVERY = 20;
  private static final Map<String, String> SHORT =
      Map.of(
          "renders", "600",
          "textures", "200",
          "lanes", "1",
          "vae.steps", "100",
          "unet.steps", "100",
          "depth-control.steps", "60",
          "texture-control.steps", "60",
          "log-every", Integer.toString(LOG_EVERY),
          "validate-every", "1000");

  private final GpuProofLines lines;
  private final Device device;

  GpuProofTraining(GpuProofLines lines, Device device) {
    this.lines = lines;
    this.device = device;
  }

  void run() {
    DemoRecipe recipe = RecipeFile.read(null, SHORT);
    long start = System.nanoTime();
    Path folder = folder();
    new DemoTraining(
            recipe, folder.resolve("demo"), folder.resolve("work"), 0, device, new Told(), null)
        .run();
    lines
        .line("whole training")
        .put("ok", Files.exists(folder.resolve("demo/unet/config.json")))
        .put("seconds", (System.nanoTime() - start) * 1e-9)
        .print();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("training");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes lines of what training tells. */
  private final class Told implements TrainingListener {
    private long before = System.nanoTime();

    @Override
    public void started(String stage, long done, long steps) {
      before = System.nanoTime();
    }

    @Override
    public void progress(
        String stage, long step, long steps, double loss, double learningRate, Duration remaining) {
      long now = System.nanoTime();
      lines
          .line(stage + " step " + step)
          .put("ok", Double.isFinite(loss))
          .put("loss", loss)
          .put("training_ms", (now - before) * 1e-6 / LOG_EVERY)
          .print();
      before = now;
    }

    @Override
    public void validated(String stage, long step, Map<String, Double> figures) {
      GpuProofLines.Line line = lines.line(stage + " held out");
      line.put("ok", figures.values().stream().allMatch(Double::isFinite));
      figures.forEach(line::put);
      line.print();
      before = System.nanoTime();
    }

    @Override
    public void message(String text) {
      lines.line("message").put("note", text).print();
    }

    @Override
    public boolean stopRequested() {
      return false;
    }
  }
}
