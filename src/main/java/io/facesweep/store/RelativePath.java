package io.facesweep.store;

/**
 * Names and paths that FaceSweep gives to its files: parts of letters, digits, {@code .}, {@code _}
 * and {@code -}, the first a letter or digit, with {@code /} between them. Whatever such a path is
 * resolved against, it stays below it, on every file system.
 */
public final class RelativePath {
  /** More than any path of ours has, and less than file systems allow. */
  private static final int MAX_LENGTH = 1024;

  private RelativePath() {}

  /** Whether a text is such a path. */
  public static boolean isValid(String path) {
    boolean isFirst = true;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (isFirst ? !isLetterOrDigit(c) : !isLetterOrDigit(c) && "._-/".indexOf(c) < 0) {
        return false;
      }
      isFirst = c == '/';
    }
    return !isFirst && path.length() <= MAX_LENGTH;
  }

  /** Whether a text is such a path of one part. */
  public static boolean isName(String name) {
    return isValid(name) && name.indexOf('/') < 0;
  }

  /**
   * Returns the path.
   *
   * @param what it is, as messages name it
   * @throws IllegalArgumentException if it is no such path
   */
  static String checked(String path, String what) {
    if (!isValid(path)) {
      throw new IllegalArgumentException(
          "Invalid %s: '%s' (expected letters, digits, '.', '_' and '-', with '/' between names)"
              .formatted(what, path));
    }
    return path;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
