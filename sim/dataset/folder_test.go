package dataset_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"tenfold/sim/dataset"
)

// library holds the teaching economy and `mine`, which extends it.
func library(t *testing.T, files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for file, f := range copyOf(t, "teaching-3x3") {
		m["teaching-3x3/"+file] = f
	}
	for file, text := range files {
		m[file] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func TestAFolderExtendsAnother(t *testing.T) {
	const wealth = "code,title,population,net_worth,equity,real_estate\nall,All,1,1,1,1\n"
	m := library(t, map[string]string{
		"mine/economy.yaml":   "extends: middle\nname: mine\nroles: {research: [care]}\nanchors: {gdp: {value: 1.1e12, unit: usd, source: mine}}\n",
		"middle/economy.yaml": "extends: teaching-3x3\nname: middle\ntitle: Middle\npublic_pool: {into: S, from: [G]}\n",
		"middle/wealth.csv":   wealth,
	})
	e, base := loadFrom(t, m, "mine"), loadFrom(t, m, "teaching-3x3")
	if e.Name != "mine" || e.Title != "Middle" || e.BaseYear != 2024 || len(e.Wealth) != 1 || e.PublicInto != 1 {
		t.Errorf("got %s, %s, %d, %v, pool into %d", e.Name, e.Title, e.BaseYear, e.Wealth, e.PublicInto)
	}
	if !e.Computing[0] || e.Research[0] || !e.Research[1] || e.Utility != base.Utility {
		t.Errorf("roles: computing %v, research %v, utility %d", e.Computing, e.Research, e.Utility)
	}
	if len(e.Anchors) != len(base.Anchors) || e.Anchors["gdp"] != (dataset.Anchor{Value: 1.1e12, Unit: "usd", Source: "mine"}) {
		t.Errorf("anchors %v", e.Anchors)
	}
	if !reflect.DeepEqual(e.Jobs, base.Jobs) || string(e.Files["wealth.csv"]) != wealth {
		t.Error("expected the tables of the folder, and those of the other where it has none")
	}
	if e.Digest == base.Digest {
		t.Error("another economy has the same digest")
	}
}

// What was read of an economy that extends another is an economy that extends none.
func TestFilesAreTheWholeEconomy(t *testing.T) {
	want := load(t, "us-2024-detailed")
	m := fstest.MapFS{}
	for name, data := range want.Files {
		m[name] = &fstest.MapFile{Data: data}
	}
	got, err := dataset.Load(m)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got another economy with\n%s", got.Files["economy.yaml"])
	}
}

// The digest does not depend on which folder a file is in, and changes with what the other folder says.
func TestDigestOfAnExtendedEconomy(t *testing.T) {
	m := library(t, map[string]string{"mine/economy.yaml": "extends: teaching-3x3\nname: mine\n"})
	before := loadFrom(t, m, "mine").Digest
	m["mine/jobs.csv"] = m["teaching-3x3/jobs.csv"]
	if loadFrom(t, m, "mine").Digest != before {
		t.Error("the same tables have two digests")
	}
	for _, change := range []func(fstest.MapFS){
		replace("teaching-3x3/economy.yaml", "0.05, unit", "0.06, unit"), replace("teaching-3x3/wealth.csv", "Top 1 %", "The top"),
	} {
		change(m)
		after := loadFrom(t, m, "mine").Digest
		if after == before {
			t.Error("a changed table has the same digest")
		}
		before = after
	}
}

func TestFaultsOfExtending(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		words string
	}{
		"itself":          {map[string]string{"mine/economy.yaml": "name: x\nextends: mine\n"}, "lib/mine/economy.yaml:2: extends: lib/mine extends itself"},
		"in a circle":     {map[string]string{"mine/economy.yaml": "extends: b\n", "b/economy.yaml": "extends: mine\n"}, "lib/b/economy.yaml:1: extends: lib/mine extends itself"},
		"nothing there":   {map[string]string{"mine/economy.yaml": "extends: yours\n"}, `lib/mine/economy.yaml:1: extends: no economy "yours" in lib`},
		"out of the way":  {map[string]string{"mine/economy.yaml": "extends: ../x\n"}, `lib/mine/economy.yaml:1: extends: no economy "../x" in lib`},
		"no description":  {map[string]string{"mine/economy.yaml": "extends: b\n", "b/jobs.csv": ""}, "lib/b/economy.yaml: missing: an economy's folder has"},
		"unknown key":     {map[string]string{"mine/economy.yaml": "extends: b\n", "b/economy.yaml": "extends: teaching-3x3\ntitel: x\n"}, "lib/b/economy.yaml:2: unknown key titel, expected extends"},
		"key of its own":  {map[string]string{"mine/economy.yaml": "extends: teaching-3x3\nroles:\n  utility: Q\n"}, `lib/mine/economy.yaml:3: roles.utility: expected the code of an industry, got "Q"`},
		"key of the base": {map[string]string{"mine/economy.yaml": "extends: b\n", "b/economy.yaml": "extends: teaching-3x3\nroles: {utility: Q}\n"}, `lib/b/economy.yaml:2: roles.utility: expected the code`},
		"table": {map[string]string{"mine/economy.yaml": "extends: teaching-3x3\n", "mine/occupations.csv": "code,title,jobs,wage_usd_year,alpha,beta,gamma,human\nall,All,10000000,48000,0,.3,.6,.3\n"},
			"lib/teaching-3x3/jobs.csv: all: missing row"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := loadNamed(library(t, c.files), "mine")
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v\nwant %s", err, c.words)
			}
			if strings.Contains(err.Error(), ".csv: missing:") {
				t.Errorf("expected no fault of files that may be elsewhere, got %v", err)
			}
		})
	}
	if _, err := dataset.Named(library(t, nil), "lib", "mine"); err == nil {
		t.Error("expected no economy of that name")
	}
}

// A table of other codes has a fault in every row; a reader can use some of them.
func TestManyFaultsOfAFileAreCutShort(t *testing.T) {
	text := "code,G,S,H\n"
	for i := range 500 {
		text += fmt.Sprintf("x%d,1,1,1\n", i)
	}
	m := copyOf(t, "teaching-3x3")
	write("jobs.csv", text)(m)
	replace("wealth.csv", "0.65", "many")(m)
	_, err := dataset.Load(m)
	var faults dataset.Faults
	if !errors.As(err, &faults) || len(faults) != 102 || !strings.Contains(err.Error(), "jobs.csv: and more: only the first 100 are listed") {
		t.Errorf("got %d faults: %v", len(faults), err)
	}
}
