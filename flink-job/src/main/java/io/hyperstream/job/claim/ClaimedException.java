package io.hyperstream.job.claim;

/** Another job has what this one must have alone; the message says which job and what to do. */
public final class ClaimedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ClaimedException(String message) {
    super(message);
  }
}
