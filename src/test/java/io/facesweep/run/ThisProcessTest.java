package io.facesweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class ThisProcessTest {
  private final Properties build = new Properties();

  @Test
  void theVersionNamesTheCommitAndWhetherItWasChanged() {
    build.setProperty("version", "0.1.0");
    build.setProperty("commit", "0123456789ab");
    build.setProperty("dirty", "false");
    assertThat(ThisProcess.version(build)).isEqualTo("0.1.0 (commit 0123456789ab)");
    build.setProperty("dirty", "true");
    assertThat(ThisProcess.version(build)).isEqualTo("0.1.0 (commit 0123456789ab, changed)");
  }

  @Test
  void whatTheBuildDidNotKnowIsLeftOut() {
    assertThat(ThisProcess.version(build)).isEqualTo("unknown");
    build.setProperty("version", "0.1.0");
    build.setProperty("commit", "${git.commit.id.abbrev}");
    build.setProperty("dirty", "${git.dirty}");
    assertThat(ThisProcess.version(build)).isEqualTo("0.1.0");
  }
}
