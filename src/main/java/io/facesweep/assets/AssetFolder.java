package io.facesweep.assets;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** Writes assets into a local folder. */
public final class AssetFolder {
  private AssetFolder() {}

  /**
   * Writes the files in order, each whole or not at all: under another name first, then renamed.
   * Files of the same name are replaced, others are left alone.
   *
   * @throws UserException naming the file that could not be written
   */
  public static void write(Path folder, List<Asset> assets) {
    for (Asset asset : assets) {
      Path target = folder.resolve(asset.name());
      try {
        write(target, asset.bytes());
      } catch (IOException e) {
        throw new UserException("Cannot write %s: %s".formatted(target, e), e);
      }
    }
  }

  private static void write(Path target, byte[] bytes) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("it is no file name");
    }
    Files.createDirectories(parent);
    String name = ".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID());
    Path temporary = parent.resolve(name);
    try {
      // nobody can have put a link there that leads elsewhere
      Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
