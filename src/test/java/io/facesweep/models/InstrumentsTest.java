package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Instrument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstrumentsTest {
  private static final Path RESOURCES = Path.of("src/test/resources").toAbsolutePath();
  private static final Path MEAN = RESOURCES.resolve("scorers/mean.pt");

  private static Instrument instrument(String metrics) {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep { name = s, prompts = [a] }
            models.diffusion = none
            output.uri = out
            metrics.resolution = 32
            """
                + metrics);
    return Instruments.of(config, new Configuration());
  }

  private static String scorer(Path file, String more) {
    return "metrics.scorers.a { file = \"%s\", size = 16, %s }\n".formatted(file, more);
  }

  @Test
  void aScorerIsTheHashOfItsFile() throws IOException {
    String sha256 = DigestUtils.sha256Hex(Files.readAllBytes(MEAN));
    assertThat(instrument(scorer(MEAN, "")).judges())
        .containsOnlyKeys("face-nets", "scorers.a")
        .containsEntry("scorers.a", sha256);
  }

  @Test
  void whatAScorerIsShownIsPartOfTheInstrumentAndWhichEndIsBetterIsNot() {
    String id = instrument(scorer(MEAN, "")).id();
    assertThat(id).isNotEqualTo(instrument("").id());
    assertThat(instrument(scorer(MEAN, "better = lower")).id()).isEqualTo(id);
    assertThat(instrument(scorer(MEAN, "input = grey")).id()).isNotEqualTo(id);
    assertThat(instrument(scorer(MEAN, "mean = [0.5, 0, 0]")).id()).isNotEqualTo(id);
    assertThat(instrument(scorer(RESOURCES.resolve("scorers/odd.pt"), "")).id()).isNotEqualTo(id);
  }

  @Test
  void textsArePartOfTheInstrumentWhereAClipModelReadsThem() {
    String other = "metrics.templates.even = other\n";
    assertThat(instrument(other).id()).isEqualTo(instrument("").id());
    String clip = "metrics.clips.tiny = \"%s\"\n".formatted(RESOURCES.resolve("clip-like"));
    Instrument tiny = instrument(clip);
    assertThat(tiny.judges()).containsOnlyKeys("face-nets", "clips.tiny");
    assertThat(instrument(clip + other).id()).isNotEqualTo(tiny.id());
  }

  @Test
  void everyJudgeThatCannotBeReadIsNamedByItsKey(@TempDir Path folder) throws IOException {
    Path encoder = RESOURCES.resolve("golden/sd15-like/model/text_encoder");
    Path weights = RESOURCES.resolve("scorers/weights.pt");
    Path text = Files.writeString(folder.resolve("net.pt"), "none");
    assertThatThrownBy(
            () ->
                instrument(
                    """
                    models.clip = /nowhere/clip
                    metrics.clips.encoder = "%s"
                    metrics.scorers.gone { file = /nowhere/net.pt, size = 16 }
                    metrics.scorers.text { file = "%s", size = 16 }
                    metrics.scorers.weights { file = "%s", size = 16 }
                    """
                        .formatted(encoder, text, weights)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot use the judges of the metrics: 5 problems\n")
        .hasMessageContaining(
            "\n  Cannot read models.clip: /nowhere/clip is no directory of this machine")
        .hasMessageContaining(
            "\n  Cannot read metrics.clips.encoder: %s has no vision tower (expected a CLIP model of both towers, not a text encoder alone)"
                .formatted(encoder))
        .hasMessageContaining(
            "\n  Cannot read metrics.scorers.gone.file: /nowhere/net.pt is no file of this machine")
        .hasMessageContaining(
            "\n  Cannot read metrics.scorers.text.file: %s is no TorchScript file".formatted(text))
        .hasMessageContaining(
            "\n  Cannot read metrics.scorers.weights.file: %s has no code".formatted(weights));
  }

  @Test
  void aMachineWithAnotherFileIsRefused() {
    Instrument instrument = instrument(scorer(MEAN, ""));
    JudgeFiles.requireSame(instrument, name -> name);
    assertThatThrownBy(
            () ->
                JudgeFiles.requireSame(
                    instrument, name -> RESOURCES.resolve("scorers/odd.pt").toString()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use metrics.scorers.a: its files are not those of the driver's machine (copy"
                + " them, or name them by an s3a: or hdfs: URI)");
  }
}
