from documents.sandbox.jobs import JOBS
from documents.sandbox.serving import serve

serve(JOBS)
