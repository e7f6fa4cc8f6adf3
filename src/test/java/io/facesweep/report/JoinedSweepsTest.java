package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.plan.Instrument;
import io.facesweep.store.StageStore;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.SampleSweep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One report of several sweeps. */
class JoinedSweepsTest {
  @TempDir private Path root;
  @TempDir private Path elsewhere;

  @Test
  void sweepsOfTwoOutputsAreJoinedOnTheFactorsThatTheyShare() throws Exception {
    SweepReport.Source wide =
        source(
            root,
            "wide",
            "texture.depth-control = [true, false], texture.prior = [none, canny-controlnet]");
    SweepReport.Source narrow =
        source(
            elsewhere,
            "narrow",
            "texture.depth-control = [true, false], texture.steps = [300, 500]");
    SweepReport.Summary summary = SweepReport.write(List.of(wide, narrow));
    assertThat(summary.trials()).isEqualTo(4 * 2 + 4 * 2);
    assertThat(summary.index()).isEqualTo(report("index.html").toString());
    JsonObject data = data();
    assertThat(
            data.getAsJsonArray("factors").asList().stream()
                .map(f -> f.getAsJsonObject().get("name").getAsString()))
        .containsExactly("sweep", "texture.depth-control", "texture.prior", "texture.steps");
    assertThat(
            data.getAsJsonArray("factors")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("levels")
                .toString())
        .isEqualTo("[\"wide\",\"narrow\"]");
    assertThat(data.getAsJsonArray("index")).hasSize(16);
    assertThat(Files.readString(report("index.html")))
        .contains("narrow", "href=\"trials/00015.html\"");
    assertThat(report("trials/00015.html")).exists();
    data.getAsJsonArray("files")
        .forEach(file -> assertThat(report(file.getAsString())).isRegularFile());
  }

  @Test
  void twoSweepsOfOneNameAreToldApart() throws Exception {
    SweepReport.Source first = source(root, "same", "texture.depth-control = [true, false]");
    SweepReport.Source second = source(elsewhere, "same", "texture.depth-control = [true, false]");
    SweepReport.write(List.of(first, second));
    assertThat(Files.readString(root.resolve("report/same_with_same/explore/data.js")))
        .contains("[\"same\",\"same 2\"]");
  }

  @Test
  void whatTheyWereMeasuredWithIsNamedWhereItDiffersAndTheyAreNotCompared() throws Exception {
    SweepReport.Source wide = source(root, "wide", "texture.depth-control = [true, false]");
    SweepReport.Source narrow =
        source(root, "narrow", "texture.depth-control = [true, false], texture.steps = [300]");
    new SweepFolder(wide.store(), "wide")
        .write(new Instrument(SampleSweep.config(root).metrics().at(128), Map.of()));
    new SweepFolder(narrow.store(), "narrow")
        .write(new Instrument(SampleSweep.config(root).metrics().at(256), Map.of()));
    List<String> said = SweepReport.write(List.of(wide, narrow)).limitations();
    assertThat(said)
        .anyMatch(
            line ->
                line.contains(
                    "wide and narrow were measured with different instruments (resolution 128,"
                        + " 256): the factor sweep has no effects"));
    assertThat(Files.readString(report("index.html"))).doesNotContain("narrow instead of wide");
  }

  private SweepReport.Source source(Path output, String name, String axes) {
    StageStore store = StageStore.open(output.toString(), new Configuration());
    new SimulatedSweep().name(name).prompts(2).seeds(1).side(16).steps(5).axes(axes).write(store);
    return new SweepReport.Source(store, new SweepFolder(store, name).read());
  }

  private JsonObject data() throws Exception {
    String script = Files.readString(report("explore/data.js"));
    return JsonParser.parseString(script.substring(script.indexOf('{'), script.lastIndexOf(';')))
        .getAsJsonObject();
  }

  private Path report(String file) {
    return root.resolve("report/wide_with_narrow").resolve(file);
  }
}
