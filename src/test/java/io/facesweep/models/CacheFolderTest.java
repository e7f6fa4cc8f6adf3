package io.facesweep.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  @TempDir private Path root;

  @Test
  void theFolderThatIsMadeIsItsUsersAlone() throws IOException {
    Path folder = CacheFolder.byItself(root.resolve("cache")).open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(CacheFolder.byItself(folder).open()).isEqualTo(folder);
  }

  @Test
  void refusesALink() throws IOException {
    Path link = root.resolve("cache");
    Files.createSymbolicLink(link, Files.createDirectory(root.resolve("elsewhere")));
    assertRefused(link, "it is a link or a file");
  }

  @Test
  void refusesAFolderThatOthersMayWriteTo() throws IOException {
    Path folder = Files.createDirectory(root.resolve("cache"));
    for (String permissions : List.of("rwxrwx---", "rwx---rwx")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
      assertRefused(folder, "other users may write to it");
    }
  }

  /** Only root may give a folder away; others see the rule at work in {@code refusesALink}. */
  @Test
  void refusesAFolderOfAnotherUser() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may give a folder away");
    Path folder = CacheFolder.byItself(root.resolve("cache")).open();
    Files.setOwner(
        folder,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));
    assertRefused(folder, "it belongs to daemon");
  }

  @Test
  void aNamedFolderMayBeSharedButWarns() throws IOException {
    Path folder = Files.createDirectory(root.resolve("shared"));
    List<String> warnings = new ArrayList<>();
    assertThat(CacheFolder.named(folder, warnings::add).open()).isEqualTo(folder);
    assertThat(warnings).isEmpty();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    CacheFolder.named(folder, warnings::add).open();
    assertThat(warnings)
        .containsExactly(
            "Other users may write to the cache folder %s: they decide which checkpoints are used"
                .formatted(folder.toRealPath()));
  }

  private static void assertRefused(Path folder, String why) {
    assertThatThrownBy(() -> CacheFolder.byItself(folder).open())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use cache folder %s: %s (remove it, or name another one by the environment variable FACESWEEP_CACHE)"
                .formatted(folder, why));
  }
}
