package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.plan.StageKind;
import io.facesweep.tables.SampleSweep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedSettingsTest {
  private static final StageRecord RECORD =
      SampleSweep.record(StageKind.TEXTURE, "abc", StageStatus.DONE, Map.of(), List.of(), null);
  private static final String TEXT = RecordJson.write(RECORD);

  @Test
  void theyAreWhatTheWholeTextHas() {
    RecordedSettings settings = RecordedSettings.in(TEXT);
    assertThat(settings).isNotNull();
    assertThat(settings.values()).isEqualTo(RECORD.settings());
    assertThat(settings.rest()).doesNotContain("settings", "prompt_text").contains("\"host-1\"");
    assertThat(RecordReader.read(TEXT)).isEqualTo(RECORD);
  }

  @Test
  void stagesThatDifferInTheirPromptHaveTheirOwn() {
    String other = TEXT.replace("a \\\"man\\\"", "a \\\"woman\\\", \\u00e9");
    assertThat(RecordReader.read(other).settings())
        .containsEntry("prompt_text", "a \"woman\", é")
        .containsEntry("steps", 3L);
    assertThat(RecordReader.read(TEXT)).isEqualTo(RECORD);
  }

  @Test
  void inAnotherFormTheyAreReadWithTheRest() {
    String compact = TEXT.replaceAll("\n *", "");
    assertThat(RecordedSettings.in(compact)).isNull();
    assertThat(RecordReader.read(compact)).isEqualTo(RECORD);
    String without = TEXT.replaceAll("(?s)\"settings\": \\{.*?\n  }", "\"settings\": {}");
    assertThat(RecordReader.read(without).settings()).isEmpty();
  }

  @Test
  void ofASettingThatStandsTwiceTheLastCounts() {
    String twice = TEXT.replace("\"wrap\": true", "\"wrap\": true, \"prompt_text\": \"late\"");
    assertThat(RecordedSettings.in(twice)).isNull();
    assertThat(RecordReader.read(twice).settings()).containsEntry("prompt_text", "late");
    String after = TEXT.replace("\"host\":", "\"settings\": {\"late\": 1},\n  \"host\":");
    assertThat(RecordReader.read(after).settings()).isEqualTo(Map.of("late", 1L));
  }

  @Test
  void whatIsNoSettingIsAnErrorAsBefore() {
    for (String wrong : List.of("{}", "[1]", "null", "tru", "1 2")) {
      String text = TEXT.replace("\"wrap\": true", "\"wrap\": " + wrong);
      assertThat(RecordedSettings.in(text)).as(wrong).isNull();
      assertThatThrownBy(() -> RecordReader.read(text)).as(wrong).isNotNull();
    }
    String own = TEXT.replace("\"a \\\"man\\\"\"", "[]");
    assertThat(RecordedSettings.in(own)).isNull();
  }
}
