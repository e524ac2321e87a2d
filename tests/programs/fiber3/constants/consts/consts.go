package consts

const Prefix = "/consts"

var Routes = struct{ List string }{List: "/list"}

func Suffix() string { return "/suffix" }
