"""What is written about the settings is what the code does."""

import dataclasses

from config.reference import ENV_EXAMPLE, README, env_example, with_table
from config.settings import Settings
from config.variables import VARIABLES


class TestReference:
    def test_every_field_has_a_variable(self):
        assert {variable.field for variable in VARIABLES} == {
            field.name for field in dataclasses.fields(Settings)
        }

    def test_the_table_of_the_readme_is_current(self):
        text = README.read_text(encoding="utf-8")
        assert text == with_table(text), "write it anew: python -m config.reference"

    def test_the_example_file_is_current(self):
        assert ENV_EXAMPLE.read_text(encoding="utf-8") == env_example(), "python -m config.reference"

    def test_the_example_file_starts_as_it_is(self):
        lines = [line for line in env_example().splitlines() if line and not line.startswith("#")]
        assert Settings.from_env(dict(line.split("=", 1) for line in lines)) == Settings.from_env({})
