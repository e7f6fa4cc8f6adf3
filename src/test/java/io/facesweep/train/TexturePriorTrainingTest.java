package io.facesweep.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.facesweep.UserException;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.train.TexturePriorTraining.BadFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TexturePriorTrainingTest {
  private static final Path BASE = Path.of("src/test/resources/golden/sd15-like/model");
  private static final int SIDE = 64;

  @TempDir private Path folder;
  private Path textures;

  @BeforeEach
  void paint() throws IOException {
    textures = Files.createDirectories(folder.resolve("textures"));
    PaintedTextures.paint(textures, 5, SIDE);
  }

  private void picture(String name, float[] values, int width, int height) throws IOException {
    PaintedTextures.picture(textures.resolve(name), values, width, height);
  }

  private TexturePriorTraining.Job job(String name, BadFiles bad, int side) {
    return job(name, bad, DType.FLOAT32, side);
  }

  private TexturePriorTraining.Job job(String name, BadFiles bad, DType type, int side) {
    return new TexturePriorTraining.Job(
        BASE,
        textures,
        folder.resolve(name),
        folder.resolve(name + ".work"),
        side,
        "face texture",
        bad,
        type,
        new StageSettings(4, 2, 1e-4, 1, 0.5, 0, 0.9, 1),
        2,
        1,
        4,
        3600,
        0);
  }

  private void train(TexturePriorTraining.Job job, TrainingListener listener) {
    TexturePriorTraining.run(job, Device.CPU, listener);
  }

  @Test
  void trainsAControlNetThatOpensAndShowsSamplesBeforeAndAfter() {
    train(job("out", BadFiles.STOP, SIDE), new RecordingListener());
    try (ControlNetModel net =
        ControlNetModel.open(folder.resolve("out"), DType.FLOAT32, Device.CPU)) {
      assertThat(net.config().conditioningChannels()).isEqualTo(3);
    }
    Path work = folder.resolve("out.work").resolve("texture-prior");
    assertThat(work.resolve("step-000000.png")).isNotEmptyFile();
    assertThat(work.resolve("step-000004.png")).isNotEmptyFile();
    assertThat(work.resolve("log.jsonl")).content().doesNotContain("loss_scale");
  }

  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    RecordingListener whole = new RecordingListener();
    train(job("whole", BadFiles.STOP, SIDE), whole);
    RecordingListener first = new RecordingListener("texture-prior", 2);
    assertThat(catchThrowable(() -> train(job("parts", BadFiles.STOP, SIDE), first)))
        .isInstanceOf(TrainingStopped.class);
    RecordingListener second = new RecordingListener();
    train(job("parts", BadFiles.STOP, SIDE), second);
    assertThat(second.progress).hasSizeLessThan(whole.progress.size());
    assertThat(whole.progress).endsWith(second.progress.toArray(new String[0]));
    String weights = "diffusion_pytorch_model.safetensors";
    assertThat(folder.resolve("parts").resolve(weights))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve(weights));
  }

  @Test
  void trainsInFloat16WithAScaledLoss() throws IOException {
    RecordingListener listener = new RecordingListener();
    train(job("out", BadFiles.STOP, DType.FLOAT16, SIDE), listener);
    try (ControlNetModel net =
        ControlNetModel.open(folder.resolve("out"), DType.FLOAT32, Device.CPU)) {
      assertThat(net.config().conditioningChannels()).isEqualTo(3);
    }
    Path log = folder.resolve("out.work/texture-prior/log.jsonl");
    assertThat(log).content().contains("\"loss_scale\": ", "\"skipped\": ");
  }

  private void addBadFiles() throws IOException {
    Files.writeString(textures.resolve("broken.png"), "no picture");
    picture("oblong.png", new float[3 * SIDE * 32], SIDE, 32);
    picture("tiny.png", new float[3 * 8 * 8], 8, 8);
    Files.writeString(textures.resolve("notes.txt"), "not looked at");
  }

  @Test
  void leavesOutFilesThatCannotBeUsedAndSaysWhich() throws IOException {
    addBadFiles();
    RecordingListener listener = new RecordingListener();
    train(job("out", BadFiles.SKIP, SIDE), listener);
    String expected =
        String.format(
            "left out 3 files:%n  broken.png: it is no PNG or JPEG picture%n  oblong.png: 64 x 32"
                + " pixels (expected a square)%n  tiny.png: 8 x 8 pixels (expected at least 32)");
    assertThat(listener.messages).contains(expected, "5 textures of 64 x 64");
  }

  @Test
  void stopsAtFilesThatCannotBeUsedWhenAskedTo() throws IOException {
    addBadFiles();
    assertThatThrownBy(() -> train(job("out", BadFiles.STOP, SIDE), new RecordingListener()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            String.format(
                "Cannot use 3 files of %s (--bad-files skip leaves them out):%n  broken.png: it is"
                    + " no PNG or JPEG picture%n  oblong.png: 64 x 32 pixels (expected a square)%n "
                    + " tiny.png: 8 x 8 pixels (expected at least 32)",
                textures));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void refusesAFolderWithoutTextures() throws IOException {
    for (String name : List.of("t0", "t1", "t2", "t3", "t4")) {
      Files.delete(textures.resolve(name + ".png"));
    }
    assertThatThrownBy(() -> train(job("out", BadFiles.SKIP, SIDE), new RecordingListener()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot train on %s: it holds no usable PNG or JPEG files", textures);
    Files.delete(textures);
    assertThatThrownBy(() -> train(job("out", BadFiles.SKIP, SIDE), new RecordingListener()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read textures: there is no directory %s", textures);
  }

  @Test
  void refusesASizeThatTheNetsCannotHalve() {
    assertThatThrownBy(() -> train(job("out", BadFiles.SKIP, 50), new RecordingListener()))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Invalid resolution: 50 \\(expected a multiple of \\d+ for this snapshot\\)");
  }
}
