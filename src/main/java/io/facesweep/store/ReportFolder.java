package io.facesweep.store;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a sweep's report, {@code report/NAME}, and the files that a report is made of. On
 * S3 the files have the media types by which browsers know what to do with them.
 *
 * <p>{@code files.txt} lists what the report wrote. The next report deletes of that what it does
 * not have itself, and nothing else: other files in the folder are the user's. A report of a
 * version that kept no list is written over, and nothing of it is deleted.
 */
public final class ReportFolder implements AutoCloseable {
  private static final String MANIFEST = "files.txt";
  private static final long MAX_FILE = 256 << 20;

  private final Storage all;
  private final Storage storage;
  private final Path folder;
  private final ReportManifest before;
  private final Map<String, String> now = new ConcurrentHashMap<>();
  private final Map<String, String> recipes = new ConcurrentHashMap<>();
  private final Set<String> kept = new LinkedHashSet<>();

  /**
   * Opens the folder, which need not be there.
   *
   * @param sweep its name
   * @throws UserException if the store cannot be opened, or the list of an older report is not one
   */
  public ReportFolder(StageStore store, String sweep) {
    this.all = store.storage();
    this.folder = all.resolve("report/" + RelativePath.checked(sweep, "sweep"));
    this.before = readManifest(all, new Path(folder, MANIFEST));
    this.storage = all.forBrowsers();
  }

  private static ReportManifest readManifest(Storage storage, Path path) {
    try {
      Optional<byte[]> content = storage.readSmall(path, MAX_FILE);
      return content.isEmpty()
          ? ReportManifest.empty()
          : ReportManifest.read(content.get())
              .orElseThrow(() -> new UnusableFileException("it is not the list of a report"));
    } catch (UnusableFileException e) {
      throw new UserException(
          "Cannot write a report beside %s: %s (rename it)"
              .formatted(StorageErrors.shown(path.toUri()), e.reason()),
          e);
    }
  }

  /** Returns where a file of the report is: a local path or a full URI. */
  public String shown(String file) {
    return StorageErrors.shown(path(file).toUri());
  }

  /**
   * Writes a file of the report, in the place of an older one that readers see until then. One that
   * is the same as before is left as it is: to replace a file costs a disk more than to read it.
   * Safe for many threads.
   *
   * @param file relative, with {@code /}
   * @throws UserException if it cannot be written
   */
  public void write(String file, byte[] content) {
    String hash = Sha256.of(content);
    recipes.remove(file);
    if (!hash.equals(now.get(file))) {
      if (!isAsBefore(file, hash)) {
        storage.replace(path(file), content);
      }
      now.put(file, hash);
    }
  }

  /**
   * Writes a file that takes time to make, so that a later report can leave it as it is.
   *
   * @param file relative, with {@code /}
   * @param recipe how and of what it was made, as a SHA-256
   * @throws UserException if it cannot be written
   */
  public void write(String file, byte[] content, String recipe) {
    write(file, content);
    recipes.put(file, recipe);
  }

  /**
   * Looks for a file that the last report made by the same recipe, and that nobody has changed
   * since; it becomes one of this report. Safe for many threads.
   *
   * @param file relative, with {@code /}
   * @param recipe as {@link #write(String, byte[], String)} was given it
   * @return its content; empty where it has to be made
   */
  public Optional<byte[]> unchanged(String file, String recipe) {
    String hash = before.hashes().get(file);
    if (hash == null || !recipe.equals(before.recipes().get(file))) {
      return Optional.empty();
    }
    Path path = path(file);
    try {
      Optional<byte[]> content =
          storage.isPlainFile(path) ? storage.readSmall(path, MAX_FILE) : Optional.empty();
      if (content.isPresent() && Sha256.of(content.get()).equals(hash)) {
        now.put(file, hash);
        recipes.put(file, recipe);
        return content;
      }
    } catch (UnusableFileException e) {
      return Optional.empty(); // whoever makes it again puts it in that place
    }
    return Optional.empty();
  }

  /** Whether the last report wrote the same, and that is still there; on a remote store unknown. */
  private boolean isAsBefore(String file, String hash) {
    return storage.isLocal()
        && hash.equals(before.hashes().get(file))
        && storage.isPlainFile(path(file))
        && hash(path(file)).equals(hash);
  }

  /**
   * Writes a file that users work in, such as a notebook: one that was changed since it was written
   * is kept, and the new one gets a name of its own beside it.
   *
   * @param file relative, with {@code /} and an extension
   * @return the name that it has
   * @throws UserException if it cannot be written
   */
  public String writeBeside(String file, byte[] content) {
    String name = file;
    int dot = file.lastIndexOf('.');
    for (int i = 1; isChanged(name, Sha256.of(content)); i++) {
      kept.add(name);
      name = "%s-%d%s".formatted(file.substring(0, dot), i, file.substring(dot));
    }
    write(name, content);
    return name;
  }

  /**
   * Whether there is a file which neither is as the last report wrote it nor as this one will.
   * Without a list of what was written it may be the user's.
   */
  private boolean isChanged(String file, String hash) {
    Path path = path(file);
    if (!storage.isPlainFile(path)) {
      return storage.exists(path);
    }
    String found = hash(path);
    return !found.equals(hash) && !found.equals(before.hashes().get(file));
  }

  /** Files that users have changed and that were therefore left as they are. */
  public List<String> kept() {
    return List.copyOf(kept);
  }

  /**
   * Lists what there is so far, of the last report too, and deletes nothing: a report that grows
   * can be ended by the next one.
   *
   * @throws UserException if that fails
   */
  public void list() {
    Map<String, String> all = new HashMap<>(before.hashes());
    all.putAll(now);
    Map<String, String> allRecipes = new HashMap<>(before.recipes());
    allRecipes.keySet().removeAll(now.keySet());
    allRecipes.putAll(recipes);
    list(new ReportManifest(all, allRecipes));
  }

  private void list(ReportManifest files) {
    storage.replace(new Path(folder, MANIFEST), files.write());
  }

  /**
   * Ends a report: deletes those files of the last one that this one does not have, unless they
   * were changed, and the folders that this leaves empty, and lists what there is now.
   *
   * @throws UserException if that fails
   */
  public void finish() {
    TreeSet<String> folders = new TreeSet<>(Comparator.reverseOrder());
    before
        .hashes()
        .forEach(
            (file, hash) -> {
              if (!now.containsKey(file) && deleteUnchanged(file, hash)) {
                addFolders(file, folders);
              }
            });
    folders.forEach(name -> storage.deleteEmptyFolder(path(name)));
    list(new ReportManifest(now, recipes));
  }

  private boolean deleteUnchanged(String file, String hash) {
    Path path = path(file);
    if (!storage.isPlainFile(path)) {
      return false;
    } else if (!hash(path).equals(hash)) {
      kept.add(file);
      return false;
    }
    storage.deleteFile(path);
    return true;
  }

  /** The folders that a file is in, below the report's own. */
  private static void addFolders(String file, Collection<String> folders) {
    for (int slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
      folders.add(file.substring(0, slash));
    }
  }

  /** SHA-256 of a file; of one that cannot be read none. */
  private String hash(Path path) {
    try {
      return storage.readSmall(path, MAX_FILE).map(Sha256::of).orElse("");
    } catch (UnusableFileException e) {
      return ""; // larger than anything that a report has
    }
  }

  private Path path(String file) {
    return new Path(folder, RelativePath.checked(file, "file of a report"));
  }

  @Override
  public void close() {
    storage.closeUnlessSame(all);
  }
}
