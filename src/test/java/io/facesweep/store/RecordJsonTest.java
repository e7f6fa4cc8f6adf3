package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.Sha256;
import io.facesweep.plan.StageKind;
import io.facesweep.store.RecordJson.UntrustedException;
import io.facesweep.tables.SampleSweep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
  private static final StageRecord RECORD =
      SampleSweep.record(
          StageKind.TEXTURE,
          "abc",
          StageStatus.DONE,
          Map.of("clip_score", 0.25, "undefined", Double.NaN, "tiny", 1e-300),
          List.of(new AssetRecord("attempt-1/head.glb", 3, Sha256.of("abc"), "model/gltf-binary")),
          null);

  @Test
  void aRecordReadsBackEqual() throws UntrustedException {
    assertThat(RecordJson.read(RecordJson.write(RECORD), StageKind.TEXTURE, "abc"))
        .isEqualTo(RECORD);
  }

  @Test
  void valuesOfViewsReadBackEqualAndEarlierRecordsHaveNone() throws UntrustedException {
    Measures measures =
        new Measures("0123456789abcdef", Map.of("faces", 3.0), Map.of())
            .withViews(
                Map.of(
                    "face_flag",
                    Map.of(new ViewAngle(0, 0), 0.99, new ViewAngle(-22.5, 15), Double.NaN)));
    String text = MeasuresJson.write("abc", measures);
    assertThat(MeasuresJson.read(text, "abc", "0123456789abcdef")).isEqualTo(measures);
    assertThat(text).contains("\"-22.5,15\": \"NaN\"", "\"0,0\": 0.99");
    assertThat(RECORD.measures().views()).isEmpty();
    assertThat(RecordJson.write(RECORD)).doesNotContain("views");
  }

  @Test
  void viewsThatAreNoAnglesAreNotTrusted() {
    Measures measures = new Measures("0123456789abcdef", Map.of(), Map.of());
    for (String key : List.of("front", "0", "0,", "NaN,0", "0,1,2")) {
      String text =
          SealedJson.write(
              json -> {
                json.name("stage").value("abc");
                MeasuresJson.put(measures, json);
                json.name("views").beginObject().name("face_flag").beginObject();
                json.name(key).value(0.5).endObject().endObject();
              });
      assertThatThrownBy(() -> MeasuresJson.read(text, "abc", "0123456789abcdef"))
          .as(key)
          .isInstanceOf(UntrustedException.class)
          .hasMessage("a field is missing or wrong");
    }
  }

  @Test
  void measuresThatJudgesFailedOnReadBackEqual() throws UntrustedException {
    Measures measures =
        new Measures(
                "0123456789abcdef",
                Map.of("faces", 3.0),
                Map.of("clip_precision", Map.of("a man", 0.5)))
            .withJudgeErrors(Map.of("clip", "it gave NaN for \"picture\" 2 of 4"));
    String text = MeasuresJson.write("abc", measures);
    assertThat(MeasuresJson.read(text, "abc", "0123456789abcdef")).isEqualTo(measures);
  }

  @Test
  void aFailureReadsBackEqual() throws UntrustedException {
    StageRecord failed =
        SampleSweep.failed(
            StageKind.GEOMETRY, "abc", new StageError("Diverged", "went off", "geometry", 7));
    assertThat(RecordJson.read(RecordJson.write(failed), StageKind.GEOMETRY, "abc"))
        .isEqualTo(failed);
    StageRecord outside =
        SampleSweep.failed(StageKind.GEOMETRY, "abc", new StageError("Lost", "gone", null, null));
    assertThat(RecordJson.read(RecordJson.write(outside), StageKind.GEOMETRY, "abc"))
        .isEqualTo(outside);
  }

  @Test
  void otherLineBreaksAreNoEdit() throws UntrustedException {
    String text = RecordJson.write(RECORD).replace("\n", "\r\n");
    assertThat(RecordJson.read(text, StageKind.TEXTURE, "abc")).isEqualTo(RECORD);
  }

  @Test
  void aTextCutShortIsNotTrusted() {
    String text = RecordJson.write(RECORD);
    for (int length : new int[] {0, 1, text.length() / 2, text.length() - 2}) {
      assertThatThrownBy(() -> RecordJson.read(text.substring(0, length), StageKind.TEXTURE, "abc"))
          .isInstanceOf(UntrustedException.class)
          .hasMessageStartingWith("it is not whole: ");
    }
  }

  @Test
  void anEditedRecordIsNotTrusted() {
    String text = RecordJson.write(RECORD).replace("0.25", "0.99");
    assertThatThrownBy(() -> RecordJson.read(text, StageKind.TEXTURE, "abc"))
        .hasMessage("it was changed after it was written (checksum differs)");
    String added = RecordJson.write(RECORD).replace("\"host\"", "\"note\": 1, \"host\"");
    assertThatThrownBy(() -> RecordJson.read(added, StageKind.TEXTURE, "abc"))
        .hasMessage("it was changed after it was written (checksum differs)");
  }

  @Test
  void aRecordOfAnotherStageIsNotTrusted() {
    String text = RecordJson.write(RECORD);
    assertThatThrownBy(() -> RecordJson.read(text, StageKind.TEXTURE, "other"))
        .hasMessage("it is of texture stage abc");
    assertThatThrownBy(() -> RecordJson.read(text, StageKind.GEOMETRY, "abc"))
        .hasMessage("it is of texture stage abc");
  }

  @Test
  void aRecordOfAnotherSchemaIsNotTrusted() {
    String text = RecordJson.write(RECORD).replace("\"schema\": 2", "\"schema\": 1");
    assertThatThrownBy(() -> RecordJson.read(text, StageKind.TEXTURE, "abc"))
        .hasMessage("its schema is 1 (expected 2)");
    assertThatThrownBy(() -> RecordJson.read("{}", StageKind.TEXTURE, "abc"))
        .hasMessage("its schema is null (expected 2)");
  }

  @Test
  void aDoneStageHasNoErrorAndAFailedOneHas() {
    assertThatThrownBy(
            () ->
                SampleSweep.record(
                    StageKind.TEXTURE, "abc", StageStatus.FAILED, Map.of(), List.of(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid error of stage abc: null (expected one if and only if it failed)");
  }

  @Test
  void anAssetStaysInsideItsStage() {
    for (String path :
        new String[] {
          "",
          "/etc/passwd",
          "a/../../b",
          "a//b",
          "a\\b",
          "./a",
          "file:/x",
          "a:b",
          "a\nb",
          "a/\u001b[2J"
        }) {
      assertThatThrownBy(() -> new AssetRecord(path, 1, Sha256.of(""), "image/png"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Invalid asset path: '%s' (expected a relative path inside the stage)"
                  .formatted(path));
    }
  }
}
