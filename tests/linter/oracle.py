"""Asks import-linter about configurations: what each contract says, and which imports break it by themselves.

Run as a program: reads lines of `folder <tab> configuration`, writes a line of JSON for each.
"""

import json
import sys
from pathlib import Path


def main():
    import os

    from importlinter import configuration
    from importlinter.application import use_cases
    from importlinter.domain.contract import registry

    configuration.configure()
    for line in sys.stdin:
        folder, config = line.rstrip("\n").split("\t")
        os.chdir(folder)
        sys.path[:0] = [folder]
        try:
            print(json.dumps(_told(use_cases, registry, config)), flush=True)
        finally:
            sys.path.remove(folder)


def _told(use_cases, registry, config):
    try:
        options = use_cases.read_user_options(config_filename=config)
        if not options.contracts_options:
            return {"error": "No contracts found"}
        if hasattr(use_cases, "_register_built_in_contract_types"):  # Since 2.17
            use_cases._register_built_in_contract_types()
        else:
            use_cases._register_contract_types(options)
        report = use_cases.create_report(options, cache_dir=None)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    if report.could_not_run:
        return {"error": str(report.invalid_contract_options)}
    kept = all(check.kept for _, check in report.get_contracts_and_checks())
    direct = sorted({pair for _, check in report.get_contracts_and_checks() for pair in _direct(check.metadata)})
    packages = sorted(
        {
            name
            for _, check in report.get_contracts_and_checks()
            for name in check.metadata.get("cycle_breakers_by_package", ())
        }
    )
    return {"kept": kept, "direct": direct, "circles": packages}


def _direct(metadata):
    for found in metadata.get("illegal_imports", ()):
        yield from ((it["importer"], it["imported"]) for it in found.illegal_links)
    for found in metadata.get("invalid_chains", []) + metadata.get("invalid_dependencies", []):
        for chain in found.get("chains") or found.get("routes") or ():
            links = chain if isinstance(chain, list) else chain["chain"]
            if len(links) == 1:
                more = [] if isinstance(chain, list) else chain["extra_firsts"] + chain["extra_lasts"]
                yield from ((it["importer"], it["imported"]) for it in links + more)


if __name__ == "__main__":
    print(Path.cwd(), file=sys.stderr)
    main()
