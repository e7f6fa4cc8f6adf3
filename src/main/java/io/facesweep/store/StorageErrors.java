package io.facesweep.store;

import io.facesweep.UserException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSBadRequestException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException;
import org.apache.hadoop.security.AccessControlException;

/** Words for what a storage may answer: the place, the reason, what to do; never a secret. */
public final class StorageErrors {
  private StorageErrors() {}

  /**
   * @param doing e.g. "write to"
   */
  public static UserException of(String doing, Path path, IOException e) {
    return new UserException(
        "Cannot %s %s: %s".formatted(doing, shown(path.toUri()), reason(e)), e);
  }

  public static boolean isAbsence(IOException e) {
    return (e instanceof FileNotFoundException && !(e instanceof UnknownStoreException))
        || e instanceof NoSuchFileException;
  }

  /** A local path, or a URI without user information. */
  public static String shown(URI uri) {
    if ("file".equals(uri.getScheme())) {
      return uri.getPath();
    }
    String text = uri.toString();
    String user = uri.getRawUserInfo();
    return user == null ? text : text.replace(user + "@", "");
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownStoreException) {
        return "the bucket does not exist (create it, or correct output.uri)";
      } else if (cause instanceof NoAuthWithAWSException) {
        return "no credentials were found (set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
            + " fs.s3a.aws.credentials.provider in spark.conf)";
      } else if (cause instanceof java.nio.file.AccessDeniedException
          || cause instanceof AccessControlException) {
        return "access was denied (check the credentials and what they may do)";
      } else if (cause instanceof UnknownHostException || cause instanceof ConnectException) {
        return "there is no connection to the server (check the endpoint and the network)";
      } else if (cause instanceof AWSBadRequestException) {
        return "the server refused the request (check region, endpoint and credentials)";
      }
    }
    return firstLine(e);
  }

  private static String firstLine(IOException e) {
    if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return "%s is no folder".formatted(e.getMessage());
    }
    String message =
        e instanceof FileSystemException local && local.getReason() != null
            ? local.getReason()
            : e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
